import Experiments
import Documents
import Studies
import Foundation
import Losses
import Testing

@Suite struct LandscapeTests {
  private static func configuration() -> ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [64, 128]
    configuration.steps = 6
    configuration.repeats = 3
    configuration.paths = ["slide", "speckle"]
    configuration.losses = [LossSelection("dice"), LossSelection("focal")]
    configuration.objects = .discs(from: 1, to: 16, count: 5)
    return configuration
  }

  @Test func aCellIsTheExperimentWithThatObjectAndPath() throws {
    let task = try LandscapeStudy(Self.configuration(), registries: .standard)
    #expect(task.cellCount == 10)
    let report = Report(try Experiment(withoutTheSmallest(), registries: .standard).run())
    var cells = 0
    for index in 0..<task.cellCount {
      let cell = try task.outcome(ofCell: index)
      guard cell.object != "disc-1" else { continue }
      cells += 1
      let scene = report.scenes.first { $0.object == cell.object && $0.path == cell.path }
      #expect(cell.scene == scene && scene != nil)
      #expect(cell.obstacle == nil)
    }
    #expect(cells == 8)
  }

  private func withoutTheSmallest() -> ExperimentConfiguration {
    var configuration = Self.configuration()
    configuration.objects.removeFirst()
    return configuration
  }

  @Test func whatIsNotPossibleIsSaid() throws {
    let task = try LandscapeStudy(Self.configuration(), registries: .standard)
    let outcomes = try (0..<task.cellCount).map(task.outcome)
    let speckled = outcomes[5]
    // A disc of radius 1 has five elements, too few to lose another at each of six steps.
    #expect(speckled.object == "disc-1" && speckled.path == "speckle")
    #expect(speckled.scene == nil)
    let obstacle = try #require(speckled.obstacle)
    let landscape = Landscape(task, outcomes)
    #expect(try landscape.markdown(figures: []).contains(obstacle))
    #expect(landscape.findings.count == 4)
    #expect(landscape.findings.first { $0.path == "speckle" }?.radii == [2, 4, 8, 16])
  }

  @Test func discsAreSpacedLogarithmically() {
    let radii = [ObjectSpecification].discs(from: 2, to: 100, count: 18).map(\.radius)
    #expect(radii.count == 18 && radii.first == 2 && radii.last == 100)
    for (first, second) in zip(radii, radii.dropFirst()) {
      #expect(abs(second / first - pow(50, 1.0 / 17)) < 0.01)
    }
    #expect([ObjectSpecification].discs(from: 2, to: 2.05, count: 100).map(\.radius).count == 6)
  }

  @Test func overlapIsThatOfTheMasks() throws {
    var configuration = Self.configuration()
    configuration.paths = ["slide"]
    let last = try #require(
      try Experiment(configuration, registries: .standard).scenes().possible.last)
    let scene = Report.SceneReport(
      object: "disc", path: "slide", size: last.object.mask.foregroundCount, gridCount: 8192,
      settings: [], falsePositives: last.falsePositives, falseNegatives: last.falseNegatives,
      curves: [])
    var maker = last.stepMaker()
    for (step, dice) in scene.dice.enumerated() {
      maker.make(step: step)
      let common = zip(maker.mask.elements, last.object.mask.elements).count { $0 && $1 }
      let total = maker.mask.foregroundCount + last.object.mask.foregroundCount
      #expect(abs(dice - 2 * Double(common) / Double(total)) < 1e-12)
    }
  }

  /// An object whose curve has the given values while FN goes from none to all of ten elements.
  private func row(_ radius: Double, _ values: [Double]) -> Landscape.Row {
    let last = Double(values.count - 1)
    let curve = Curve(
      key: "loss", label: "Loss", loss: nil, family: nil, runs: [values], tolerance: 1e-3)
    return Landscape.Row(
      radius: radius,
      scene: Report.SceneReport(
        object: "\(radius)", path: "path", size: 10, gridCount: 100, settings: [],
        falsePositives: values.map { _ in 0 },
        falseNegatives: values.indices.map { 10 * min(Double($0) / (last - 1), 1) },
        curves: [curve]))
  }

  @Test func theLimitIsTheSizeFromWhichOnEverythingRises() {
    let rising: [Double] = [0, 1, 2, 3]
    let stalling: [Double] = [0, 1, 1, 2]
    let plateau: [Double] = [0, 1, 2, 2]
    let finding = SizeFinding(
      path: "path", loss: "loss",
      rows: [
        row(1, stalling), row(2, rising), row(3, stalling), row(4, plateau), row(5, rising),
        Landscape.Row(radius: 6, scene: nil), row(7, rising),
      ])
    #expect(finding.radii == [1, 2, 3, 4, 5, 7])
    #expect(finding.everyStep.risesFrom?.radius == 5)
    #expect(finding.everyStep.stops.map(\.size.radius) == [1, 3, 4])
    #expect(finding.everyStep.stops.map(\.step) == [2, 2, 3])
    let overlaps: [Double] = [2.0 / 3, 2.0 / 3, 0]
    #expect(finding.everyStep.stops.map(\.dice) == overlaps)
    // After the overlap is gone, the plateau does not count.
    #expect(finding.overlappingSteps.risesFrom?.radius == 4)
    #expect(finding.overlappingSteps.stops.map(\.size.radius) == [1, 3])
    #expect(finding.sentence.contains("stops rising below radius 5 "))
    #expect(finding.sentence.contains("smaller radii 2;"))
  }

  @Test func aLossThatNeverRisesHasNoLimit() {
    let finding = SizeFinding(
      path: "path", loss: "loss", rows: [row(1, [0, 1, 2]), row(2, [0, 1, 1])])
    #expect(finding.everyStep.risesFrom == nil)
    #expect(finding.sentence.hasPrefix("does not rise at every step even at radius 2"))
  }

  @Test func theTableHasARowForEachStepAndWhatItWasMadeFrom() throws {
    let task = try LandscapeStudy(withoutTheSmallest(), registries: .standard)
    let landscape = Landscape(task, try (0..<task.cellCount).map(task.outcome))
    let lines = String(decoding: try landscape.tables()[0].content, as: UTF8.self).split(
      separator: "\n")
    #expect(lines.count == 1 + 2 * 4 * 2 * 7)
    #expect(lines[1].contains("\"\"version\"\":\"\"\(programVersion)\"\""))
    let decoded = try JSONDecoder().decode(Landscape.self, from: landscape.json())
    #expect(decoded == landscape)
  }
}

extension ObjectSpecification {
  fileprivate var radius: Double {
    if case .disc(let radius) = shape { radius } else { .nan }
  }
}
