import FieldFiles
import Foundation
import Losses
import Metrics
import TestSupport
import Testing

/// The fifteen troubles that people report again and again to the packages that have such losses, one test
/// each.
@Suite struct PeerTroubleTests {
  private static let scores = [[2.0, -1, 0.5, 0], [0, 1, -0.5, 1], [-1, 0.5, 0, 2]]

  private static func item(
    _ scores: [[Double]], labels: [Int], ignoring: Int? = 255
  ) throws -> ClassItem {
    try ClassItem(
      scores: scores, labels: labels, on: Grid(shape: [labels.count]), ignoring: ignoring)
  }

  private static func sample(_ labels: [[Int]]) throws -> ClassSample {
    try ClassSample(
      labels.map { try item(scores, labels: $0) }, .exclusive, activation: .softmax)
  }

  private static func loss(_ id: String) throws -> any Loss {
    try Catalogue.standard.loss(id: id, parameters: [:])
  }

  @Test func trouble1EmptyTruth() throws {
    let sample = try Self.sample([[0, 0, 1, 1]])
    let table = try OneVersusRest(try DiceLoss())
      .evaluate(sample, ClassReduction(classes: .none), gradient: nil).values
    let predicted = sample.probabilities[0][2].reduce(0, +)
    #expect(abs(table[2] - (1 - 1 / (predicted + 1))) < 1e-15)
    // Of the classes that are present it takes no part.
    let present = try OneVersusRest(try DiceLoss())
      .value(sample, ClassReduction(classes: .present))
    #expect(abs(present - (table[0] + table[1]) / 2) < 1e-15)
    // Without smoothing nothing that was to be found and was not predicted is perfect, not 0/0.
    let bare = try #require(
      try DiceLoss().written(
        as: OverlapForm(numeratorSmoothing: 0, denominatorSmoothing: 0)))
    let map = try ProbabilityMap([0, 0, 0], on: Grid(shape: [3]))
    let empty = try Sample(prediction: map, truth: map)
    #expect(try bare.value(empty) == 0)
    #expect(try bare.gradient(empty).values == [0, 0, 0])
  }

  @Test func trouble2WeightsOfGeneralisedDice() throws {
    let loss = try GeneralisedDiceLoss().overClasses(.exclusive)
    for labels in [[0, 0, 1, 1], [0, 0, 0, 0], [0, 1, 2, 2]] {
      let evaluation = try loss.evaluate(
        Self.sample([labels]), ClassReduction(), gradient: .scores)
      let value = try #require(evaluation.value)
      #expect(value > 0.01 && value < 1, "\(labels)")
      let slopes = try #require(evaluation.gradient).joined().joined()
      #expect(slopes.contains { abs($0) > 1e-3 }, "\(labels)")
    }
    // No class that counts is there: nothing is to be found, and nothing can be said.
    let background = ClassReduction(background: .exclude)
    #expect(try loss.value(Self.sample([[0, 0, 0, 0]]), background) == 0)
  }

  @Test func trouble3ItemAgainstBatch() throws {
    let dice = OneVersusRest(try DiceLoss())
    let alike = try Self.sample([[0, 1, 2, 2], [0, 1, 2, 2]])
    let entropy = try SoftmaxCrossEntropy(labelSmoothing: 0)
    let pooled = ClassReduction(pooling: .batch)
    #expect(abs(try entropy.value(alike) - entropy.value(alike, pooled)) < 1e-15)
    // The smoothing counts once for a batch and once for each item.
    #expect(try dice.value(alike) != dice.value(alike, pooled))
    let uneven = try Self.sample([[0, 1, 2, 2], [0, 255, 255, 255]])
    #expect(try entropy.value(uneven) != entropy.value(uneven, pooled))
  }

  /// A sum in single precision stops at 2^24 ones; what comes after is lost. Here it counts.
  @Test func trouble4OverflowOfSums() throws {
    let (before, after) = (1 << 24, 1 << 14)
    let truth = [Float](repeating: 0, count: before) + [Float](repeating: 1, count: after)
    let sample = try SinglePrecisionSample(
      prediction: [Float](repeating: 1, count: before + after), truth: truth,
      on: Grid(shape: [before + after]))
    let value = try DiceLoss().value(sample)
    let expected = 1 - Double(2 * after + 1) / Double(before + 2 * after + 1)
    #expect(abs(value - expected) < 1e-12)
    let entropy = try CrossEntropyLoss().value(sample)
    // All but the object cost −ln of the clamp, which single precision rounds.
    let wrong = -Foundation.log(1e-7) * Double(before) / Double(before + after)
    #expect(abs(entropy / wrong - 1) < 0.05)
  }

  @Test func trouble5IgnoreLabelIneffective() throws {
    var other = Self.scores
    for number in other.indices { other[number][3] = 50 - 60 * Double(number) }
    let labels = [0, 1, 2, 255]
    let both = try [Self.scores, other].map {
      // Some losses need neighbours along two axes.
      let item = try ClassItem(
        scores: $0, labels: labels, on: Grid(shape: [2, 2]), ignoring: 255)
      return try ClassSample([item], .exclusive, activation: .softmax)
    }
    for specification in Catalogue.standard.specifications {
      let loss = try Self.loss(specification.id).overClasses(.exclusive)
      let evaluations = try both.map {
        try loss.evaluate($0, ClassReduction(), gradient: .scores)
      }
      // What is drawn at random, and distances of predictions, stay where they are.
      #expect(evaluations[0].values == evaluations[1].values, "\(specification.id)")
      for evaluation in evaluations {
        let gradient = try #require(evaluation.gradient)
        #expect(gradient[0].allSatisfy { $0[3] == 0 }, "\(specification.id)")
      }
    }
  }

  @Test func trouble6ClassWeights() throws {
    let entropy = try SoftmaxCrossEntropy(labelSmoothing: 0)
    let weighted = ClassReduction(pooling: .batch, weights: [1, 1, 0])
    let all = try entropy.value(Self.sample([[0, 1, 2, 2]]), weighted)
    let ignored = try entropy.value(
      Self.sample([[0, 1, 255, 255]]), ClassReduction(pooling: .batch))
    #expect(abs(all - ignored) < 1e-15)
    #expect(
      try entropy.value(Self.sample([[2, 2, 2, 2]]), weighted) == 0,
      "where all that is left weighs nothing there is no 0/0")
  }

  @Test func trouble7WeightsWithBackgroundExcluded() throws {
    let sample = try Self.sample([[0, 1, 2, 2]])
    let dice = OneVersusRest(try DiceLoss())
    let table = try dice.evaluate(sample, ClassReduction(classes: .none), gradient: nil).values
    let value = try dice.value(
      sample,
      ClassReduction(
        classes: .weighted, weights: [100, 1, 3], normalisesWeights: true, background: .exclude))
    #expect(abs(value - (table[1] + 3 * table[2]) / 4) < 1e-15)
  }

  @Test func trouble8AlphaOfFocalForManyClasses() throws {
    let sample = try Self.sample([[0, 1, 2, 2]])
    let one = try FocalLoss(["alpha": 0.25, "gamma": 2]).overClasses(.exclusive)
    let each = try SoftmaxFocal(gamma: 2, weights: [0.75, 0.25, 0.25])
    #expect(try one.value(sample) == each.value(sample))
  }

  /// Cross-entropy is least where the prediction is the soft truth; so is Dice with TP = Σ min(p, g).
  @Test func trouble9SoftLabels() throws {
    let logits = [[0.3, -1], [1.2, 0], [0, 2.0]]
    let grid = try Grid(shape: [2])
    let first = try ClassSample(
      [ClassItem(scores: logits, labels: [0, 1], on: grid)], .exclusive, activation: .softmax)
    let soft = try ClassSample(
      [ClassItem(scores: logits, truth: first.probabilities[0], on: grid)], .exclusive,
      activation: .softmax)
    let slopes = try SoftmaxCrossEntropy(labelSmoothing: 0)
      .evaluate(soft, ClassReduction(), gradient: .scores).gradient
    #expect(try #require(slopes).joined().joined().allSatisfy { abs($0) < 1e-15 })
    for id in ["dice", "jaccard", "tversky", "generalised-dice"] {
      let loss = try Self.loss(id)
      let written = try #require(try loss.written(as: OverlapForm(overlap: .minimum)))
      #expect(abs(try written.overClasses(.exclusive).value(soft)) < 1e-12, "\(id)")
      #expect(try loss.overClasses(.exclusive).value(soft) > 0.1, "\(id)")
    }
  }

  /// Combo subtracts the Dice coefficient, and its description says how far below 0 that leads.
  @Test func trouble10NegativeLossExplained() throws {
    let truth = try ProbabilityMap([0, 1, 1, 0], on: Grid(shape: [4]))
    let value = try ComboLoss().value(Sample(prediction: truth, truth: truth))
    #expect(abs(value + 0.5) < 1e-6)
    #expect(ComboLoss.specification.edgeCases.contains("-(1-alpha)"))
    let page = try String(
      contentsOf: checkout.appendingPathComponent("docs/settings.md"), encoding: .utf8)
    #expect(page.contains("1 less than ours and may be negative"))
  }

  /// Squared distances grow with the grid and drown a Dice of at most 1; their logarithm does not.
  @Test func trouble11ScalesThatDoNotCombine() throws {
    let grid = try Grid(shape: [64, 64])
    let truth = try ProbabilityMap(
      (0..<4096).map { $0 % 64 < 4 ? 1 : 0 }, on: grid)
    let prediction = try ProbabilityMap((0..<4096).map { $0 % 64 >= 60 ? 1 : 0 }, on: grid)
    let sample = try Sample(prediction: prediction, truth: truth)
    let dice = try Self.loss("dice").value(sample)
    #expect(try Self.loss("hausdorff-distance-transform").value(sample) > 100 * dice)
    #expect(try Self.loss("log-hausdorff-distance-transform").value(sample) < 10 * dice)
  }

  @Test func trouble12LogitsTakenForProbabilities() throws {
    let item = try Self.item(Self.scores, labels: [0, 1, 2, 2])
    let error = #expect(throws: ClassError.self) {
      _ = try ClassSample([item], .exclusive)
    }
    #expect(error?.description.contains("look like logits") == true)
    // Shares that do not sum to 1 are none of exclusive classes.
    let shares = Self.scores.map { $0.map { _ in 0.5 } }
    let sums = #expect(throws: ClassError.self) {
      _ = try ClassSample([Self.item(shares, labels: [0, 1, 2, 2])], .exclusive)
    }
    #expect(sums?.description.contains("expected 1 for exclusive") == true)
  }

  /// Confidence where the prediction is right can outweigh an element that is lost.
  @Test func trouble13LossFallsWhileTheMetricFalls() throws {
    let grid = try Grid(shape: [4])
    let truth = try ProbabilityMap([1, 1, 0, 0], on: grid)
    let predictions = try [[0.51, 0.51, 0.49, 0.49], [0.99, 0.45, 0.01, 0.01]].map {
      try ProbabilityMap($0, on: grid)
    }
    let losses = try predictions.map {
      try CrossEntropyLoss().value(Sample(prediction: $0, truth: truth))
    }
    let scores = try predictions.map {
      try #require(try DiceScore().value(MetricSample(prediction: $0, truth: truth)))
    }
    #expect(losses[1] < losses[0] / 2)
    #expect(scores[1] < scores[0])
  }

  /// What nobody has labelled is a mask; the rest counts as if there were nothing else.
  @Test func trouble14PartialLabels() throws {
    let part = try ClassSample(
      [Self.item(Self.scores.map { Array($0.prefix(2)) }, labels: [0, 1])], .exclusive,
      activation: .softmax)
    let whole = try Self.sample([[0, 1, 255, 255]])
    for specification in Catalogue.standard.specifications {
      let loss = try Self.loss(specification.id)
      guard !loss.looksAtPlaces else { continue }
      let values = try [part, whole].map { try loss.overClasses(.exclusive).value($0) }
      #expect(abs(values[0] - values[1]) < 1e-12, "\(specification.id)")
    }
  }

  /// Half precision knows no number over 65504, and none between 0 and 6e-8. Files of it are read and computed in
  /// more.
  @Test func trouble15NotANumberInHalfPrecision() throws {
    let count = 70_000
    try withTemporaryFolder { folder in
      func write(_ name: String, _ bits: [UInt16]) throws -> String {
        var header = "{'descr': '<f2', 'fortran_order': False, 'shape': (\(count),), }"
        header += String(repeating: " ", count: 117 - header.count) + "\n"
        var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(header.utf8)
        for number in bits { data += [UInt8(number & 255), UInt8(number >> 8)] }
        let file = folder.appendingPathComponent(name)
        try data.write(to: file)
        return file.path
      }
      // 1 everywhere, and the least number over 0 at one element.
      var bits = [UInt16](repeating: 0x3C00, count: count)
      let truth = try write("truth.npy", bits)
      bits[0] = 1
      let prediction = try write("prediction.npy", bits)
      let outcome = try Program.run([
        "evaluate", "--truth", truth, "--prediction", prediction, "--activation", "none",
        "--losses",
        "dice,cross-entropy",
      ])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let values = outcome.output.split(separator: "\n").compactMap {
        Double($0.split(separator: " ").last ?? "")
      }
      try #require(values.count == 2)
      let dice = 1 - Double(2 * (count - 1) + 1) / Double(2 * count)
      #expect(abs(values[0] - dice) < 1e-9)
      #expect(abs(values[1] + Foundation.log(1e-7) / Double(count)) < 1e-6)
    }
  }
}
