import Documents
import Experiments
import FieldFiles
import Foundation
import Losses
import Metrics
import Studies
import TestSupport
import Testing

/// Predictions of a network, made here and written as files.
@Suite struct EvaluationStudyTests {
  private static let grid = try? Grid(shape: [16, 20])

  /// A disc of labels; another of label 2 beside it.
  private static func labels(_ radius: Double, shift: Double = 0) throws -> [Double] {
    let grid = try #require(grid)
    return (0..<grid.count).map { (index: Int) -> Double in
      let (y, x) = (Double(index / 20), Double(index % 20))
      if hypot(x - 6 - shift, y - 8) <= radius { return 1 }
      return hypot(x - 15 - shift, y - 8) <= radius / 2 ? 2 : 0
    }
  }

  /// Three cases at three epochs, each epoch nearer to the truth.
  private static func write(to folder: URL) throws -> [PredictionPair] {
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("gt"), withIntermediateDirectories: true)
    return try (1...3).flatMap { number in
      let truth = folder.appendingPathComponent("gt/c\(number).npy").path
      try writeNumPy(labels(2 + Double(number)), shape: [16, 20], to: truth)
      return try (1...3).map { epoch in
        let file = folder.appendingPathComponent("e\(epoch)-c\(number).npy").path
        try writeNumPy(
          labels(2 + Double(number), shift: Double(4 - epoch)), shape: [16, 20], to: file)
        return PredictionPair(
          caseName: "c\(number)", epoch: "\(epoch)", truth: truth, prediction: file)
      }
    }
  }

  private static func configuration(_ pairs: [PredictionPair]) -> EvaluationConfiguration {
    var configuration = EvaluationConfiguration()
    configuration.pairs = pairs
    configuration.labels = [1, 2]
    configuration.losses = [LossSelection("dice"), LossSelection("cross-entropy")]
    configuration.metrics = [MetricSelection("dice-score"), MetricSelection("hausdorff-95")]
    configuration.resamples = 100
    return configuration
  }

  private static func evaluation(_ configuration: EvaluationConfiguration) throws
    -> PredictionEvaluation
  {
    let study = try EvaluationStudy(configuration, registries: .standard)
    let cells = try (0..<study.cellCount).map(study.outcome)
    for (index, cell) in cells.enumerated() { #expect(study.accepts(cell, ofCell: index)) }
    return try study.result(cells)
  }

  @Test func everyClassOfEveryPredictionHasItsValues() throws {
    try withTemporaryFolder { folder in
      let pairs = try Self.write(to: folder)
      let found = try Self.evaluation(Self.configuration(pairs))
      #expect(found.predictions.count == 3 * 3 * 2 && found.obstacles.isEmpty)
      for prediction in found.predictions {
        let pair = try #require(
          pairs.first { $0.caseName == prediction.caseName && $0.epoch == prediction.epoch })
        let options = ReadingOptions(labels: [prediction.className == "1" ? 1 : 2])
        let sample = try Sample(
          prediction: readProbabilityMap(at: pair.prediction, options),
          truth: ProbabilityMap(readMask(at: pair.truth, options)))
        let expected: [Double?] = try [
          Catalogue.standard.loss(id: "dice").value(sample),
          Catalogue.standard.loss(id: "cross-entropy").value(sample),
          MetricCatalogue.standard.metric(id: "dice-score").value(
            MetricSample(prediction: sample.prediction, truth: sample.truth)),
          MetricCatalogue.standard.metric(id: "hausdorff-95").value(
            MetricSample(prediction: sample.prediction, truth: sample.truth)),
        ]
        #expect(prediction.values == expected)
      }
    }
  }

  @Test func lossesThatFallAsTheMetricGetsBetterAgree() throws {
    try withTemporaryFolder { folder in
      let found = try Self.evaluation(Self.configuration(try Self.write(to: folder)))
      #expect(found.scopes == [.epochs, .cases])
      #expect(found.epochs == ["1", "2", "3"] && found.classes == ["1", "2"])
      let agreement = try #require(
        found.agreement(.epochs, loss: "dice", metric: "dice-score"))
      // Each of three cases and two classes has three pairs of epochs.
      #expect(agreement.pairs == 18 && agreement.wrong?.value == 0)
      #expect(agreement.kendall?.value == 1)
      // Means of what the cells hold.
      let mean = try #require(
        found.course.first { $0.className == "2" && $0.epoch == "3" && $0.judge == "dice-score" })
      let values = found.predictions.filter { $0.className == "2" && $0.epoch == "3" }
        .compactMap { $0.values[2] }
      #expect(mean.cases == 3 && abs(mean.mean.value - values.reduce(0, +) / 3) < 1e-15)
      let scatter = try #require(found.scatter)
      #expect(scatter.points.count == 18 && scatter.scope == .epochs)
    }
  }

  @Test func theWorstPairIsShownWithItsMasks() throws {
    try withTemporaryFolder { folder in
      let truth = folder.appendingPathComponent("t.npy").path
      try writeNumPy(Self.labels(4).map { $0 == 1 ? 1 : 0 }, shape: [16, 20], to: truth)
      // A far-off element costs Dice little, and the Hausdorff distance much.
      var far = try Self.labels(4).map { $0 == 1 ? 1.0 : 0 }
      far[19] = 1
      let small = try Self.labels(3).map { $0 == 1 ? 1.0 : 0 }
      let pairs = try [("far", far), ("small", small)].map { name, values in
        let file = folder.appendingPathComponent("\(name).npy").path
        try writeNumPy(values, shape: [16, 20], to: file)
        return PredictionPair(caseName: "t", epoch: name, truth: truth, prediction: file)
      }
      var configuration = Self.configuration(pairs)
      configuration.labels = []
      configuration.metrics = [MetricSelection("hausdorff")]
      let scatter = try #require(try Self.evaluation(configuration).scatter)
      #expect(scatter.discordant == 1 && scatter.pairs == 1)
      let worst = try #require(scatter.worst.first)
      #expect(worst.map { scatter.points[$0].epoch } == ["far", "small"])
      let masks = try scatter.masks.map { try $0.decoded().elements }
      #expect(
        masks == [try Self.labels(4).map { $0 == 1 }, far.map { $0 == 1 }, small.map { $0 == 1 }])
    }
  }

  @Test func aBadFileCostsItselfAlone() throws {
    try withTemporaryFolder { folder in
      let pairs = try Self.write(to: folder)
      try Data("no array".utf8).write(to: URL(fileURLWithPath: pairs[1].prediction))
      try writeNumPy([0, 1], shape: [2], to: pairs[5].prediction)
      try FileManager.default.removeItem(atPath: pairs[6].truth)
      let found = try Self.evaluation(Self.configuration(pairs))
      #expect(found.predictions.count == 2 * (9 - 2 - 3))
      #expect(found.obstacles.count == 3)
      for (obstacle, file) in zip(
        found.obstacles, [pairs[1].prediction, pairs[5].prediction, pairs[6].truth])
      {
        #expect(obstacle.contains(file), "\(obstacle)")
      }
      #expect(try found.markdown(figures: []).contains("## Not evaluated"))
    }
  }

  @Test func channelsAndSoftmaxAreClasses() throws {
    try withTemporaryFolder { folder in
      let truth = folder.appendingPathComponent("t.npy").path
      try writeNumPy(Self.labels(4), shape: [16, 20], to: truth)
      let logits = try (0..<3).map { label in
        try Self.labels(3).map { $0 == Double(label) ? 2.0 : -1 }
      }
      let file = folder.appendingPathComponent("p.npy").path
      try writeNumPy(logits.flatMap(\.self), shape: [3, 16, 20], to: file)
      var configuration = Self.configuration([
        PredictionPair(caseName: "t", epoch: "", truth: truth, prediction: file)
      ])
      configuration.truthReading.axes = AxisOrder("CYX")
      configuration.predictionReading.axes = AxisOrder("CYX")
      for activation in [Activation.sigmoid, .softmax] {
        configuration.predictionReading.activation = activation
        let found = try Self.evaluation(configuration)
        #expect(found.obstacles.isEmpty, "\(found.obstacles)")
        try #require(found.predictions.count == 2)
        for (label, prediction) in zip([1, 2], found.predictions) {
          let map = (0..<320).map { index -> Double in
            let scores = logits.map { $0[index] }
            let powers = scores.map { exp($0) }
            return activation == .sigmoid
              ? 1 / (1 + exp(-scores[label])) : powers[label] / powers.reduce(0, +)
          }
          let grid = try #require(Self.grid)
          let sample = try Sample(
            prediction: ProbabilityMap(map, on: grid),
            truth: ProbabilityMap(readMask(at: truth, ReadingOptions(labels: [label == 1 ? 1 : 2])))
          )
          let expected = try Catalogue.standard.loss(id: "cross-entropy").value(sample)
          #expect(abs((prediction.values[1] ?? .nan) - expected) < 1e-12)
        }
      }
    }
  }

  @Test func whatMakesNoSenseIsRefused() {
    let pair = PredictionPair(caseName: "a", epoch: "1", truth: "t", prediction: "p")
    func refuses(_ change: (inout EvaluationConfiguration) -> Void) {
      var configuration = Self.configuration([pair])
      change(&configuration)
      #expect(throws: ConfigurationError.self) {
        try EvaluationStudy(configuration, registries: .standard)
      }
    }
    refuses { $0.pairs = [] }
    refuses { $0.pairs.append(pair) }
    refuses {
      $0.pairs.append(PredictionPair(caseName: "a", epoch: "2", truth: "u", prediction: "q"))
    }
    refuses { $0.labels = [1, 1] }
    refuses { $0.metrics = [] }
    refuses { $0.resolution = -1 }
    refuses {
      $0.labels = []
      $0.predictionReading.activation = .softmax
    }
  }

  @Test func configurationsComeBackFromTheirText() throws {
    var configuration = Self.configuration([
      PredictionPair(caseName: "a", epoch: "1", truth: "t", prediction: "p")
    ])
    configuration.truthReading = ReadingOptions(axes: AxisOrder("ZYX"), spacing: [3, 1, 1])
    configuration.predictionReading.activation = .sigmoid
    let text = try JSON.line(configuration)
    #expect(try JSONDecoder().decode(EvaluationConfiguration.self, from: text) == configuration)
  }
}
