import Experiments
import Foundation
import Losses
import Metrics
import Studies
import TestSupport
import Testing

@Suite struct AdviceTests {
  private static func configuration(discs: Int) -> AdviceConfiguration {
    var configuration = AdviceConfiguration()
    configuration.experiment.grid.shape = [64, 64]
    configuration.experiment.objects = (0..<discs).map { index in
      ObjectSpecification(name: "disc-\(index)", shape: .disc(radius: 4 + Double(index)))
    }
    configuration.experiment.steps = 3
    configuration.experiment.losses = [LossSelection("cross-entropy"), LossSelection("dice")]
    configuration.experiment.paths = ["grow", "shrink"]
    configuration.resamples = 100
    return configuration
  }

  private static func advice(_ configuration: AdviceConfiguration) throws -> Advice {
    let study = try AdviceStudy(configuration, registries: .standard)
    return study.result(try (0..<study.cellCount).map(study.outcome))
  }

  @Test func lossesThatCannotBeToldApartAreOneGroup() {
    // Loss 0 is always the best; 1 and 2 take turns; 3 is always the worst.
    let rows = (0..<12).map { mask -> [Double] in
      let isEven = mask % 2 == 0
      return [0.05, isEven ? 0.2 : 0.25, isEven ? 0.25 : 0.2, 0.6]
    }
    let shares = ResampledShares(rows, ofRuns: nil, count: 1000, seed: 1)
    #expect(shares.groups() == [[0], [1, 2], [3]])
    #expect(shares.maskCount == 12)
    // Six masks on which the order is always the same are too few for twelve comparisons.
    let few = (0..<6).map { _ in (0..<13).map { 0.1 + 0.01 * Double($0) } }
    #expect(ResampledShares(few, ofRuns: nil, count: 1000, seed: 1).groups().count == 1)
    let more = (0..<9).map { _ in (0..<13).map { 0.1 + 0.01 * Double($0) } }
    #expect(ResampledShares(more, ofRuns: nil, count: 1000, seed: 1).groups().count == 13)
  }

  @Test func nothingIsRecommendedWhereTheIntervalsAllowNothing() {
    let rows = (0..<8).map { mask -> [Double] in
      mask % 2 == 0 ? [0.1, 0.2, 0.3] : [0.3, 0.2, 0.1]
    }
    let shares = ResampledShares(rows, ofRuns: nil, count: 1000, seed: 1)
    #expect(shares.groups() == [[0, 1, 2]] || shares.groups().count == 1)
    let none = ResampledShares([], ofRuns: nil, count: 1000, seed: 1)
    #expect(none.groups().isEmpty && none.estimate(0) == nil)
  }

  /// The least p of a test of signs is 2 / 2ⁿ; two losses are one comparison, six are five.
  @Test(arguments: [(1, 6), (2, 6), (3, 7), (6, 8), (13, 9)])
  func fewMasksTellNothingApart(losses: Int, masks: Int) throws {
    #expect(ResampledShares.leastMasks(toTellApart: losses) == masks)
    let level = 0.05 / Double(max(losses - 1, 1))
    #expect(2 / pow(2, Double(masks)) <= level && 2 / pow(2, Double(masks - 1)) > level)
  }

  @Test func withFewMasksTheIntervalsAreOverRuns() throws {
    let few = try Self.advice(Self.configuration(discs: 2))
    #expect(!few.configuration.isAboutOtherMasks)
    #expect(try few.markdown(figures: []).contains("say nothing of others"))
    let many = try Self.advice(Self.configuration(discs: 6))
    #expect(many.configuration.isAboutOtherMasks)
    #expect(try !many.markdown(figures: []).contains("say nothing of others"))
    for advice in [few, many] {
      #expect(advice.rankings.map(\.metric) == ["dice-score", "hausdorff-95"])
      for ranking in advice.rankings {
        #expect(Set(ranking.losses.map(\.loss)) == ["cross-entropy", "dice"])
        #expect(ranking.groups.joined().count == 2)
        #expect(ranking.losses.allSatisfy { $0.variants.count == AdviceVariant.all.count })
      }
      #expect(advice.answers.count == 2)
    }
  }

  @Test func pathsAreChosenByWhatTheMaskIs() throws {
    let grid = try Grid(shape: [32, 32])
    func traits(_ isObject: (Int, Int) -> Bool) throws -> MaskTraits {
      MaskTraits(
        try Mask((0..<32 * 32).map { isObject($0 / 32, $0 % 32) }, on: grid))
    }
    let block = try traits { (8..<24).contains($0) && (8..<24).contains($1) }
    #expect(block.components == 1 && block.size == 256 && block.thickness == 16)
    let line = try traits { row, column in row == 10 && (4..<28).contains(column) }
    #expect(line.thickness == 2)
    let two = try traits { row, column in row == 10 && (column == 4 || column == 20) }
    #expect(two.components == 2)
    let registry = PathRegistry.standard
    #expect(block.paths(in: registry).contains("holes"))
    #expect(!block.paths(in: registry).contains("fragment"))
    #expect(!line.paths(in: registry).contains("holes"))
    #expect(two.paths(in: registry).contains("fragment"))
  }

  @Test func aMaskWithoutAnObjectCostsItselfAlone() throws {
    var configuration = Self.configuration(discs: 2)
    let empty = try Mask([Bool](repeating: false, count: 64), on: Grid(shape: [8, 8]))
    configuration.experiment.objects.append(ObjectSpecification(name: "empty", mask: empty))
    let advice = try Self.advice(configuration)
    #expect(advice.masks[2].traits == nil && advice.masks[2].obstacles.count == 1)
    #expect(advice.rankings[0].masks == 2)
    #expect(try advice.markdown(figures: []).contains("- empty: "))
  }

  @Test func whatMakesNoSenseIsRefused() {
    func refuses(_ change: (inout AdviceConfiguration) -> Void) {
      var configuration = Self.configuration(discs: 1)
      change(&configuration)
      #expect(throws: ConfigurationError.self) {
        try AdviceStudy(configuration, registries: .standard)
      }
    }
    refuses { $0.margin = 0 }
    refuses { $0.resamples = 1 }
    refuses { $0.experiment.metrics = [] }
    refuses { $0.experiment.objects = [] }
  }
}
