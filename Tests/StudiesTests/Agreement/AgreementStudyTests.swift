import Experiments
import Foundation
import Losses
import LongRuns
import Metrics
import Studies
import TestSupport
import Testing

@Suite struct AgreementStudyTests {
  private static func configuration() -> AgreementConfiguration {
    var configuration = AgreementConfiguration()
    configuration.experiment.grid.shape = [32, 32]
    configuration.experiment.steps = 5
    configuration.experiment.repeats = 2
    configuration.experiment.paths = ["shift", "speckle", "fragment"]
    configuration.experiment.losses = [LossSelection("cross-entropy"), LossSelection("dice")]
    configuration.experiment.metrics = [
      MetricSelection("dice-score"), MetricSelection("hausdorff-95"),
    ]
    configuration.experiment.objects = .discs(from: 3, to: 6, count: 2)
    configuration.resamples = 100
    return configuration
  }

  private static func outcomes(_ study: AgreementStudy) throws -> [AgreementCell] {
    try (0..<study.cellCount).map(study.outcome)
  }

  @Test func aCellHoldsEveryLossAndMetricOfEveryStep() throws {
    let study = try AgreementStudy(Self.configuration(), registries: .standard)
    #expect(study.cellCount == 6)
    let cell = try study.outcome(ofCell: 3)
    #expect(cell.object == "disc-6" && cell.path == "speckle" && cell.obstacle == nil)
    #expect(cell.runs.count == 2 && cell.runs.allSatisfy { $0.count == 6 })
    // The same by way of the experiment, whose curve is the mean over both seeds.
    var experiment = study.configuration.experiment
    experiment.paths = ["speckle"]
    let result = try Experiment(experiment, registries: .standard).run()
    let scene = try #require(result.scenes.first { $0.object.name == "disc-6" })
    for (loss, curve) in scene.curves.enumerated() where curve.loss != nil {
      for step in 0...5 {
        let mean = cell.runs.reduce(0) { $0 + ($1[step][loss] ?? .nan) } / 2
        #expect(abs(mean - curve.values[step]) < 1e-12)
      }
    }
    // A perfect prediction has the best metrics; badness rises as they get worse.
    #expect(cell.runs[0][0][2...] == [-1, 0])
    #expect(try #require(cell.runs[0][5][2]) > -1)
  }

  @Test func diceLossAgreesWithDiceAndNotWithTheHausdorffDistance() throws {
    var configuration = Self.configuration()
    // Of hard predictions Dice loss is one minus the Dice score but for its smoothing.
    configuration.experiment.probabilities = .twoValued(1)
    let study = try AgreementStudy(configuration, registries: .standard)
    let agreement = try study.result(Self.outcomes(study))
    func wrong(_ loss: String, _ metric: String) throws -> Estimate {
      try #require(agreement.agreement(loss: loss, metric: metric, object: nil)?.wrong)
    }
    #expect(try wrong("dice", "dice-score").value < 0.01)
    #expect(try wrong("dice", "hausdorff-95").value > 0.1)
    let estimate = try wrong("dice", "hausdorff-95")
    #expect(try #require(estimate.lower) <= estimate.value)
    #expect(try #require(estimate.upper) >= estimate.value)
    // Both objects and all of them.
    #expect(agreement.agreements.count == 2 * 2 * 3)
    #expect(agreement.lossPairs.map(\.judge) == ["cross-entropy"])
    #expect(agreement.metricPairs.map(\.reference) == ["hausdorff-95"])
    #expect(agreement.objects.map(\.name) == ["disc-3", "disc-6"])
    #expect(agreement.objects.map(\.runs) == [5, 5])
    #expect(agreement.objects.map(\.predictions) == [30, 30])
  }

  @Test func theWorstPairIsOneThatTheLossOrdersWrongly() throws {
    var configuration = Self.configuration()
    configuration.scatter.object = "disc-6"
    let study = try AgreementStudy(configuration, registries: .standard)
    let scatter = try #require(try study.result(Self.outcomes(study)).scatter)
    #expect(scatter.loss == "dice" && scatter.metric == "hausdorff-95")
    #expect(scatter.points.count == 30 && scatter.discordant > 0)
    for pair in scatter.worst {
      let (preferred, better) = (scatter.points[pair[0]], scatter.points[pair[1]])
      #expect(preferred.loss < better.loss && preferred.metric > better.metric)
    }
    #expect(Set(scatter.worst.joined()).count == 2 * scatter.worst.count)
    // The masks are those that the metric was computed from.
    let masks = try scatter.masks.map { try $0.decoded() }
    try #require(masks.count == 3)
    let metric = try MetricCatalogue.standard.metric(id: "hausdorff-95")
    for (mask, index) in zip(masks[1...], scatter.worst[0]) {
      let value = try metric.value(MetricSample(prediction: mask, truth: masks[0]))
      #expect(value == scatter.points[index].metric)
    }
  }

  @Test func whatIsNotPossibleIsSaidAndTheRestIsJudged() throws {
    var configuration = Self.configuration()
    configuration.experiment.objects = .discs(from: 1, to: 6, count: 2)
    configuration.experiment.steps = 6
    let study = try AgreementStudy(configuration, registries: .standard)
    let agreement = try study.result(Self.outcomes(study))
    // A disc of radius 1 has five elements, too few to lose another at each of six steps.
    #expect(agreement.impossible.contains { $0.hasPrefix("`disc-1` along `speckle`") })
    #expect(try agreement.markdown(figures: []).contains("## Not possible"))
    #expect(agreement.objects.first?.runs == 1)
  }

  @Test func undefinedMetricsAreLeftOut() throws {
    var configuration = Self.configuration()
    configuration.experiment.empty = .undefined
    configuration.experiment.paths = ["shift"]
    configuration.experiment.metrics = [
      MetricSelection("surface-dice"), MetricSelection("cl-dice"),
    ]
    let study = try AgreementStudy(configuration, registries: .standard)
    let agreement = try study.result(Self.outcomes(study))
    #expect(agreement.metrics.count == 2)
    #expect(try !agreement.json().isEmpty)
  }

  @Test func configurationsNameWhatIsLeftOut() throws {
    var configuration = Self.configuration()
    configuration.experiment.paths = []
    configuration.experiment.losses = []
    configuration.experiment.metrics = []
    let study = try AgreementStudy(configuration, registries: .standard)
    let experiment = study.configuration.experiment
    #expect(experiment.paths == PathRegistry.standard.ids)
    #expect(experiment.metrics.map(\.id) == MetricCatalogue.standard.entries.map(\.id))
    #expect(
      experiment.losses.map(\.id)
        == Catalogue.standard.specifications.filter(\.isInAll).map(\.id))
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    func refuses(_ change: (inout AgreementConfiguration) -> Void) {
      var configuration = Self.configuration()
      change(&configuration)
      #expect(throws: ConfigurationError.self) {
        try AgreementStudy(configuration, registries: .standard)
      }
    }
    refuses { $0.resolution = 1 }
    refuses { $0.resamples = 99 }
    refuses { $0.experiment.repeats = 10_000 }
    refuses { $0.experiment.metrics.append(MetricSelection("dice-score")) }
  }

  @Test func tablesHaveARowForEachPredictionAndPair() throws {
    let study = try AgreementStudy(Self.configuration(), registries: .standard)
    let agreement = try study.result(Self.outcomes(study))
    let tables = try agreement.tables()
    #expect(tables.map(\.suffix) == ["", "-pairs", "-predictions"])
    let rows = tables.map {
      String(decoding: $0.content, as: UTF8.self).split(separator: "\n").count
    }
    #expect(rows == [1 + 12, 1 + 2, 1 + 60])
  }

  @Test func configurationsAreReadFromYAML() throws {
    let text = """
      resolution: 0.02
      scatter: {loss: cross-entropy}
      experiment: {steps: 3, metrics: [iou, {id: surface-dice, parameters: {tolerance: 1}}]}
      """
    let configuration = try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("agreement.yaml")
      try Data(text.utf8).write(to: file)
      return try AgreementConfiguration(yamlAt: file.path)
    }
    #expect(configuration.resolution == 0.02 && configuration.scatter.loss == "cross-entropy")
    #expect(configuration.experiment.metrics.map(\.id) == ["iou", "surface-dice"])
    #expect(configuration.experiment.metrics[1].parameters == ["tolerance": 1])
  }
}
