import Losses
import Testing

/// What people report again and again to the packages that have such losses.
@Suite struct PeerTroubleTests {
  private static func item(
    _ scores: [[Double]], labels: [Int], ignoring: Int? = 255
  ) throws -> ClassItem {
    try ClassItem(
      scores: scores, labels: labels, on: Grid(shape: [labels.count]), ignoring: ignoring)
  }

  private static let scores = [[2.0, -1, 0.5, 0], [0, 1, -0.5, 1], [-1, 0.5, 0, 2]]

  private static func sample(_ labels: [[Int]]) throws -> ClassSample {
    try ClassSample(
      labels.map { try item(scores, labels: $0) }, .exclusive, activation: .softmax)
  }

  @Test func anAbsentClassHasAFiniteValue() throws {
    let sample = try Self.sample([[0, 0, 1, 1]])
    let table = try OneVersusRest(try DiceLoss())
      .evaluate(sample, ClassReduction(classes: .none), gradient: nil).values
    let predicted = sample.probabilities[0][2].reduce(0, +)
    #expect(abs(table[2] - (1 - 1 / (predicted + 1))) < 1e-15)
    // Of the classes that are present it takes no part.
    let present = try OneVersusRest(try DiceLoss())
      .value(sample, ClassReduction(classes: .present))
    #expect(abs(present - (table[0] + table[1]) / 2) < 1e-15)
  }

  @Test func weightsOfGeneralisedDiceNeitherBurstNorCancel() throws {
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
    let value = try loss.value(Self.sample([[0, 0, 0, 0]]), background)
    #expect(value == 0)
  }

  @Test func anItemIsNotABatch() throws {
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

  @Test func aWeightOfZeroLeavesAClassOut() throws {
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

  @Test func weightsAreOfAllClassesAlsoWithoutTheBackground() throws {
    let sample = try Self.sample([[0, 1, 2, 2]])
    let dice = OneVersusRest(try DiceLoss())
    let table = try dice.evaluate(sample, ClassReduction(classes: .none), gradient: nil).values
    let value = try dice.value(
      sample,
      ClassReduction(
        classes: .weighted, weights: [100, 1, 3], normalisesWeights: true, background: .exclude))
    #expect(abs(value - (table[1] + 3 * table[2]) / 4) < 1e-15)
  }

  @Test func alphaOfFocalIsOneLessThatOfTheBackground() throws {
    let sample = try Self.sample([[0, 1, 2, 2]])
    let one = try FocalLoss(["alpha": 0.25, "gamma": 2]).overClasses(.exclusive)
    let each = try SoftmaxFocal(gamma: 2, weights: [0.75, 0.25, 0.25])
    #expect(try one.value(sample) == each.value(sample))
  }

  /// Cross-entropy is least where the prediction is the soft truth.
  @Test func softTruthsHaveTheirLeastAtThemselves() throws {
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
  }
}
