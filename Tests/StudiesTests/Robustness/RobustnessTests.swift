import Experiments
import Studies
import Foundation
import Losses
import Testing

@Suite struct RobustnessTests {
  /// The protocol of the figure, of which nothing is varied.
  private func plain() -> RobustnessConfiguration {
    var configuration = RobustnessConfiguration(ExperimentConfiguration())
    configuration.grids = [[256, 640]]
    configuration.probabilities = [.standard]
    (configuration.reaches, configuration.ratios) = ([0.95], [12])
    configuration.reductions = [.object]
    return configuration
  }

  private func robustness(_ configuration: RobustnessConfiguration) throws -> Robustness {
    let task = try RobustnessStudy(configuration, registries: .standard)
    return Robustness(task, try (0..<task.cellCount).map(task.outcome))
  }

  /// The verdicts of the figure's own experiment, in the order of the claims.
  private func verdicts(_ experiment: ExperimentConfiguration) throws -> [ClaimVerdict] {
    let claims = try Experiment(experiment, registries: .standard).run().claims[0]
    return Robustness.claims.map { claims.verdict($0) }
  }

  @Test func theDefaultProtocolIsThatOfTheFigure() throws {
    var configuration = plain()
    configuration.smoothings = [1e-5, 1]
    let result = try robustness(configuration)
    let standard = result.protocols.filter(\.isDefault)
    #expect(standard.count == 1)
    #expect(standard.first?.verdicts == (try verdicts(ExperimentConfiguration())))
  }

  @Test(arguments: [(0.6, 1e-5, 1e-2), (0.9, 1e-5, 1e-4), (1.0, 1.0, 1e-3)])
  func aProtocolIsTheExperimentWithItsValues(
    confidence: Double, smoothing: Double, tolerance: Double
  ) throws {
    var configuration = plain()
    configuration.grids = [[192, 384]]
    configuration.probabilities = [.standard, .twoValued(confidence)]
    configuration.smoothings = [0.1, smoothing]
    configuration.tolerances = [0, tolerance]
    configuration.readings = [.everyStep]
    let result = try robustness(configuration)
    #expect(result.protocols.count == 8)
    var experiment = ExperimentConfiguration()
    experiment.grid.shape = [192, 384]
    experiment.probabilities = .twoValued(confidence)
    experiment.tolerance = tolerance
    for index in experiment.losses.indices {
      let type = try Catalogue.standard.entry(id: experiment.losses[index].id)
      if type.specification.parameters.contains(where: { $0.name == "smoothing" }) {
        experiment.losses[index].parameters["smoothing"] = [smoothing]
      }
    }
    let point = try #require(
      result.protocols.first {
        $0.probabilities == .twoValued(confidence) && $0.smoothing == smoothing
          && $0.tolerance == tolerance
      })
    #expect(point.verdicts == (try verdicts(experiment)))
  }

  @Test func whatIsNotPossibleIsCountedAndSaid() throws {
    var configuration = plain()
    configuration.grids = [[64, 64], [256, 384]]
    let result = try robustness(configuration)
    for claim in Robustness.claims.indices {
      let tally = result.tally(claim)
      #expect(tally.judged + tally.notJudged == result.countOfDifferentProtocols)
    }
    // A disc of radius 60 does not fit into 64²; that of radius 5 does.
    let small = result.protocols.filter { $0.grid == [64, 64] }
    for point in small {
      #expect(point.verdicts[0] == .notEvaluated && point.verdicts[2] == .notEvaluated)
      #expect(point.verdicts[1] != .notEvaluated)
      #expect(point.obstacles.count == 1)
    }
    #expect(try result.markdown(figures: []).contains(small[0].obstacles[0]))
    let large = result.protocols.filter { $0.grid == [256, 384] }
    #expect(
      large.count == 6 * ClaimReading.allCases.count && large.allSatisfy { $0.obstacles.isEmpty })
  }

  /// Protocols that differ in tolerance and reading have the same curves, and count once.
  @Test func protocolsWithTheSameCurvesCountOnce() throws {
    var configuration = plain()
    configuration.probabilities = [.standard, .twoValued(0.99)]
    configuration.smoothings = [1]
    let result = try robustness(configuration)
    #expect(result.protocols.count == 2 * 3 * 4 && result.countOfDifferentCurves == 2)
    let markdown = try result.markdown(figures: [])
    #expect(markdown.contains("2 sets of curves"))
    #expect(markdown.contains("Claim 1 holds in the default protocol."))
    #expect(markdown.contains("Claim 2 holds in none of these protocols"))
  }

  /// Only a path that slides has a reach: elsewhere another reach repeats the curves, and adds nothing.
  @Test func whatChangesNothingCountsOnce() throws {
    var configuration = plain()
    configuration.experiment.grid.shape = [256, 640]
    configuration.experiment.paths = ["grow"]
    configuration.reaches = [0.95, 0.5]
    configuration.tolerances = [1e-3]
    configuration.readings = [.everyStep]
    configuration.smoothings = [1]
    let result = try robustness(configuration)
    #expect(result.protocols.count == 2)
    #expect(result.countOfDifferentProtocols == 1 && result.tally(0).judged == 1)
  }

  /// Every path with every model, everything else one at a time.
  @Test func scenesAreCrossedWhereTheyMatterAndVariedOneAtATimeElsewhere() throws {
    var configuration = plain()
    configuration.experiment.paths = ["slide", "grow"]
    configuration.probabilities = [.standard, .twoValued(0.9), .twoValued(1)]
    configuration.grids = [[256, 640], [300, 640]]
    configuration.reaches = [0.95, 0.5, 0.2]
    configuration.ratios = [12, 4]
    let study = try RobustnessStudy(configuration, registries: .standard)
    #expect(study.cellCount == 2 * 3 + 1 + 2 + 1)
  }

  /// The mean over object and background is that of the loss and the loss with both exchanged.
  @Test func theReductionOverClassesIsTheMeanOfBoth() throws {
    var configuration = plain()
    configuration.grids = [[32, 64]]
    configuration.experiment.objects = [ObjectSpecification(name: "small", shape: .disc(radius: 5))]
    configuration.experiment.losses = [LossSelection("dice"), LossSelection("cross-entropy")]
    (configuration.ratios, configuration.reductions) = ([], [.object, .classes])
    configuration.smoothings = [1]
    let study = try RobustnessStudy(configuration, registries: .standard)
    let object = try #require(try study.outcome(ofCell: 0).objects.first)
    func values(_ loss: String, _ reduction: RobustnessConfiguration.Reduction) -> [Double]? {
      object.curves.first { $0.loss == loss && $0.reduction == reduction }?.runs.first
    }
    let grid = try Grid(shape: [32, 64])
    let scene = try Scene(
      NamedObject(
        name: "small", mask: ObjectShape.disc(radius: 5).mask(on: grid), shape: .disc(radius: 5)),
      along: PathRegistry.standard.path(id: "slide"), steps: 20)
    var maker = scene.predictionMaker()
    let prediction = maker.prediction(step: 9)
    func opposite(_ map: ProbabilityMap) throws -> ProbabilityMap {
      try ProbabilityMap(map.values.map { 1 - $0 }, on: grid)
    }
    let truth = ProbabilityMap(scene.object.mask)
    let dice = try Catalogue.standard.loss(id: "dice", parameters: ["smoothing": 1])
    let both = try [(prediction, truth), (opposite(prediction), opposite(truth))].map {
      try dice.value(Sample(prediction: $0.0, truth: $0.1))
    }
    #expect(values("dice", .object)?[9] == both[0])
    let mean = try #require(values("dice", .classes)?[9])
    #expect(abs(mean - (both[0] + both[1]) / 2) < 1e-12)
    // Cross-entropy treats both classes alike.
    let entropies = try #require(values("cross-entropy", .classes))
    for (first, second) in zip(entropies, try #require(values("cross-entropy", .object))) {
      #expect(abs(first - second) < 1e-12)
    }
  }

  @Test func configurationsThatMakeNoSenseAreRefused() {
    func refusal(_ change: (inout RobustnessConfiguration) -> Void) -> (any Error)? {
      var configuration = RobustnessConfiguration()
      change(&configuration)
      do {
        _ = try RobustnessStudy(configuration, registries: .standard)
        return nil
      } catch { return error }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.grids = [] } != nil)
    #expect(refusal { $0.grids = [[0, 1]] } != nil)
    #expect(refusal { $0.probabilities = [.twoValued(1.5)] } != nil)
    #expect(refusal { $0.tolerances = [-1] } != nil)
    #expect(refusal { $0.smoothings = [] } != nil)
    #expect(refusal { $0.smoothings = [-1] } != nil)
    #expect(refusal { $0.reaches = [0] } != nil)
    #expect(refusal { $0.ratios = [-2] } != nil)
    #expect(refusal { $0.reductions = [] } != nil)
    #expect(
      refusal {
        $0.experiment.objects[0].shape = .rectangle(sides: [9, 9])
      } != nil)
    #expect(
      refusal { $0.experiment.objects = [ObjectSpecification(name: "a", shape: .disc(radius: 3))] }
        != nil)
  }
}
