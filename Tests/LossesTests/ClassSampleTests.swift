import Losses
import Testing

/// Activations at their limits, and what is refused.
@Suite struct ClassSampleTests {
  private static let grid = Result { try Grid(shape: [1, 2]) }

  private static func item(
    _ scores: [[Double]] = [[0.2, 0.5], [0.8, 0.5]], labels: [Int] = [0, 1]
  ) throws -> ClassItem {
    try ClassItem(scores: scores, labels: labels, on: grid.get(), ignoring: 255)
  }

  @Test func logitsOf700AreExact() throws {
    let item = try Self.item([[700, 0], [-700, 0]], labels: [1, 0])
    let sample = try ClassSample([item], .exclusive, activation: .softmax)
    let evaluation = try SoftmaxCrossEntropy(labelSmoothing: 0)
      .evaluate(sample, ClassReduction(), gradient: .scores)
    // The first element costs 1400, the second ln 2.
    #expect(evaluation.value == (1400 + 0.6931471805599453) / 2)
    #expect(evaluation.gradient == [[[0.5, -0.25], [-0.5, 0.25]]])

    let regions = try ClassSample(
      [ClassItem(scores: [[700, -700]], truth: [[1, 0]], on: Self.grid.get())], .independent,
      activation: .sigmoid)
    // e^−700 in double precision.
    #expect(regions.probabilities == [[[1, 9.859676543759770e-305]]])
    let slopes = try OneVersusRest(try DiceLoss())
      .evaluate(regions, ClassReduction(), gradient: .scores).gradient
    #expect(try #require(slopes).joined().joined().allSatisfy { $0.isFinite && $0 != 0 })
  }

  @Test func labelsOfNoClassAreRefused() throws {
    #expect(throws: ClassError.label(2, at: [0, 1], classes: 2)) {
      try Self.item(labels: [0, 2])
    }
    #expect(throws: ClassError.label(-1, at: [0, 0], classes: 2)) {
      try Self.item(labels: [-1, 0])
    }
    #expect(throws: ClassError.labelCount(3, shape: [1, 2])) { try Self.item(labels: [0, 1, 1]) }
    #expect(try Self.item(labels: [255, 1]).ignored?.elements == [true, false])
  }

  @Test func fieldsThatDoNotFitAreRefused() throws {
    let grid = try Self.grid.get()
    #expect(throws: ClassError.classCounts(scores: 1, truth: 2)) {
      try ClassItem(scores: [[0, 1]], truth: [[0, 1], [1, 0]], on: grid)
    }
    #expect(throws: ClassError.field(.valueCount(1, shape: [1, 2]), "prediction", class: 1)) {
      try ClassItem(scores: [[0, 1], [1]], truth: [[0, 1], [1, 0]], on: grid)
    }
    #expect(
      throws: ClassError.field(.outsideUnitInterval(2, index: [0, 1]), "truth", class: 0)
    ) {
      try ClassItem(scores: [[0, 1]], truth: [[0, 2]], on: grid)
    }
    #expect(throws: ClassError.noItems) { try ClassSample([], .exclusive) }
    #expect(throws: ClassError.classCountsDiffer(item: 1, 1, expected: 2)) {
      let one = try ClassItem(scores: [[0.5, 0.5]], truth: [[1, 1]], on: grid)
      return try ClassSample([Self.item(), one], .exclusive)
    }
  }

  @Test func logitsTakenForProbabilitiesAreRefused() throws {
    #expect(throws: ClassError.probability(-3, item: 0, class: 0, at: [0, 0])) {
      try ClassSample([Self.item([[-3, 0.5], [4, 0.5]])], .exclusive)
    }
    #expect(throws: ClassError.sum(1.5, "prediction", item: 0, at: [0, 1])) {
      try ClassSample([Self.item([[0.2, 1], [0.8, 0.5]])], .exclusive)
    }
    // Of an ignored element nothing is asked.
    _ = try ClassSample([Self.item([[0.2, 1], [0.8, 0.5]], labels: [0, 255])], .exclusive)
    #expect(throws: ClassError.activation(.sigmoid, .exclusive)) {
      try ClassSample([Self.item()], .exclusive, activation: .sigmoid)
    }
    #expect(throws: ClassError.activation(.softmax, .independent)) {
      try ClassSample([Self.item()], .independent, activation: .softmax)
    }
  }

  @Test func reductionsThatDoNotFitAreRefused() throws {
    let sample = try ClassSample([Self.item()], .exclusive)
    let dice = OneVersusRest(try DiceLoss())
    let cases: [(ClassReduction, ClassError)] = [
      (ClassReduction(weights: [1]), .weightCount(1, classes: 2)),
      (ClassReduction(weights: [1, -1]), .weight(-1, class: 1)),
      (ClassReduction(classes: .weighted), .noWeights),
      (
        ClassReduction(classes: .weighted, weights: [0, 0], normalisesWeights: true), .weightsOfZero
      ),
      (ClassReduction(classes: .none), .severalValues(2)),
    ]
    for (reduction, error) in cases {
      #expect(throws: error) { try dice.value(sample, reduction) }
    }
    #expect(throws: ClassError.severalValues(2)) {
      try dice.evaluate(sample, ClassReduction(classes: .none), gradient: .scores)
    }
    let one = try ClassItem(scores: [[0.5, 0.5]], truth: [[1, 0]], on: Self.grid.get())
    #expect(throws: ClassError.onlyBackground) {
      try dice.value(ClassSample([one], .independent), ClassReduction(background: .exclude))
    }
    let soft = try ClassItem(
      scores: [[0.5, 0.5], [0.5, 0.5]], truth: [[0.3, 1], [0.7, 0]], on: Self.grid.get())
    #expect(throws: ClassError.softTruth(class: 0)) {
      try TopKCrossEntropyLoss().overClasses(.exclusive).value(ClassSample([soft], .exclusive))
    }
    #expect(throws: ClassError.self) { try SoftmaxCrossEntropy(labelSmoothing: 1.5) }
    #expect(throws: ClassError.self) {
      try GeneralisedWassersteinDice(distances: [[0, 1], [1]])
    }
  }

  /// Two exclusive classes are one class and its complement.
  @Test func twoClassesAreOne() throws {
    let grid = try Self.grid.get()
    let sample = try ClassSample([Self.item()], .exclusive)
    let one = try Sample(
      prediction: ProbabilityMap([0.8, 0.5], on: grid), truth: ProbabilityMap([0, 1], on: grid))
    for id in [
      "cross-entropy", "generalised-dice", "top-k-cross-entropy", "poly-cross-entropy",
      "exponential-logarithmic", "unified-focal",
    ] {
      let loss = try Catalogue.standard.loss(id: id)
      let value = try loss.overClasses(.exclusive).value(sample)
      #expect(abs(try loss.value(one) - value) < 1e-15, "\(id)")
    }
  }
}
