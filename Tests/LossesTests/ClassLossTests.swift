import Losses
import TestSupport
import Testing

/// What holds for every loss over several classes.
@Suite struct ClassLossTests {
  static let seed: UInt64 = 20_261_126
  static let losses = Catalogue.standard.specifications.map(\.id)

  /// Random logits and labels of a batch; every fourth element or so is ignored if asked for.
  private static func items(
    _ count: Int, classes: Int, shape: [Int] = [4, 5], ignoring: Bool = false,
    using random: inout SeededGenerator
  ) throws -> [ClassItem] {
    let grid = try Grid(shape: shape)
    return try (0..<count).map { _ in
      let scores = (0..<classes).map { _ in (0..<grid.count).map { _ in 2 * random.normal() } }
      let labels = (0..<grid.count).map { _ in
        ignoring && random.index(below: 4) == 0 ? 255 : random.index(below: classes)
      }
      return try ClassItem(scores: scores, labels: labels, on: grid, ignoring: 255)
    }
  }

  @Test(arguments: losses)
  func oneClassIsTheLossItself(id: String) throws {
    var random = SeededGenerator(seed: Self.seed)
    let loss = try Catalogue.standard.loss(id: id)
    for truths in RandomSamples.Truths.allCases {
      let sample = try RandomSamples.sample(
        shape: [4, 5], predictions: .interior, truths: truths, using: &random)
      let item = try ClassItem(
        scores: [sample.prediction.values], truth: [sample.truth.values], on: sample.grid)
      let batch = try ClassSample([item], .independent, seed: sample.seed)
      let evaluation = try OneVersusRest(loss).evaluate(
        batch, ClassReduction(), gradient: .probabilities)
      #expect(evaluation.value == (try loss.value(sample)), "\(id), \(truths)")
      #expect(evaluation.gradient == [[try loss.gradient(sample).values]], "\(id), \(truths)")
    }
  }

  /// The gradient with respect to logits along a random direction. Consistency takes a second
  /// prediction from the first and holds it constant, so that differences see more than its gradient.
  @Test(arguments: losses.filter { $0 != "transformation-consistency" })
  func gradientAgreesWithDifferences(id: String) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 1)
    let loss = try Catalogue.standard.loss(id: id).overClasses(.exclusive)
    for background in ClassReduction.Background.allCases {
      let items = try Self.items(2, classes: 3, ignoring: true, using: &random)
      let reduction = ClassReduction(
        classes: .weighted, weights: [0.5, 1, 2], background: background)
      let direction = items.map { $0.scores.map { $0.map { _ in random.normal() } } }
      func sample(_ step: Double) throws -> ClassSample {
        try ClassSample(
          zip(items, direction).map { item, direction in
            try item.replacing(
              zip(item.scores, direction).map { zip($0, $1).map { $0 + step * $1 } })
          }, .exclusive, activation: .softmax)
      }
      let step = 1e-6
      let difference =
        (try loss.value(sample(step), reduction) - loss.value(sample(-step), reduction))
        / (2 * step)
      let gradient = try #require(
        try loss.evaluate(sample(0), reduction, gradient: .scores).gradient)
      let slope = zip(gradient.joined().joined(), direction.joined().joined())
        .reduce(0) { $0 + $1.0 * $1.1 }
      let scale = max(1e-2, gradient.joined().joined().map(abs).max() ?? 0)
      #expect(abs(slope - difference) <= 2e-5 * scale, "\(id), \(background), seed \(Self.seed)")
    }
  }

  @Test(arguments: losses)
  func ignoredElementsCountForNothing(id: String) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 2)
    let loss = try Catalogue.standard.loss(id: id).overClasses(.exclusive)
    let items = try Self.items(2, classes: 3, ignoring: true, using: &random)
    let others = try items.map { item in
      try item.replacing(
        item.scores.map { values in
          zip(values, item.ignored?.elements ?? []).map { $1 ? 5 * random.normal() : $0 }
        })
    }
    func evaluation(_ items: [ClassItem]) throws -> ClassEvaluation {
      try loss.evaluate(
        ClassSample(items, .exclusive, activation: .softmax), ClassReduction(), gradient: .scores)
    }
    let (first, second) = (try evaluation(items), try evaluation(others))
    #expect(first.values == second.values, "\(id), seed \(Self.seed)")
    #expect(first.gradient == second.gradient, "\(id), seed \(Self.seed)")
    for (item, gradient) in zip(items, try #require(first.gradient)) {
      let ignored = try #require(item.ignored).elements
      for values in gradient {
        #expect(zip(values, ignored).allSatisfy { !$1 || $0 == 0 })
      }
    }
  }

  @Test(arguments: losses)
  func everythingIgnoredIsNothing(id: String) throws {
    let grid = try Grid(shape: [3, 4])
    let item = try ClassItem(
      scores: [[Double]](repeating: [Double](repeating: 1, count: 12), count: 3),
      labels: [Int](repeating: 255, count: 12), on: grid, ignoring: 255)
    let sample = try ClassSample([item], .exclusive, activation: .softmax)
    let evaluation = try Catalogue.standard.loss(id: id).overClasses(.exclusive)
      .evaluate(sample, ClassReduction(), gradient: .scores)
    #expect(evaluation.value == 0)
    #expect(try #require(evaluation.gradient).joined().joined().allSatisfy { $0 == 0 })
    #expect(evaluation.ignoredItems == [0])
  }

  /// A loss that does not look at places sees kept elements alone, and those of a batch as one.
  @Test(arguments: losses)
  func whatDoesNotLookAtPlacesSeesElementsAlone(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed, stream: 3)
    let items = try Self.items(2, classes: 3, ignoring: true, using: &random)
    let sample = try ClassSample(items, .exclusive, activation: .softmax)
    let pooled = ClassReduction(pooling: .batch)
    guard !loss.looksAtPlaces else {
      #expect(throws: ClassError.placesPooled) {
        try OneVersusRest(loss).value(sample, pooled)
      }
      return
    }
    let kept = items.map { $0.ignored?.elements.map { !$0 } ?? [] }
    func together(_ fields: [[[Double]]]) -> [[Double]] {
      (0..<3).map { number in
        zip(fields, kept).flatMap { zip($0[number], $1).filter(\.1).map(\.0) }
      }
    }
    let truth = together(items.map(\.truth))
    let one = try ClassItem(
      scores: together(items.map(\.scores)), truth: truth, on: Grid(shape: [truth[0].count]))
    let value = try OneVersusRest(loss).value(
      ClassSample([one], .exclusive, activation: .softmax))
    #expect(try OneVersusRest(loss).value(sample, pooled) == value, "\(id), seed \(Self.seed)")
  }

  @Test func tablesReduceInOrder() throws {
    var random = SeededGenerator(seed: Self.seed, stream: 4)
    let sample = try ClassSample(
      Self.items(3, classes: 3, using: &random), .exclusive, activation: .softmax)
    let dice = OneVersusRest(try DiceLoss())
    func evaluation(_ reduction: ClassReduction) throws -> ClassEvaluation {
      try dice.evaluate(sample, reduction, gradient: nil)
    }
    let whole = try evaluation(ClassReduction(classes: .none, batch: .none))
    let table = try #require(whole.tables.first).values
    #expect(whole.values == Array(table.joined()))
    let byClass = try evaluation(ClassReduction(classes: .none)).values
    for number in 0..<3 {
      #expect(abs(byClass[number] - table.reduce(0) { $0 + $1[number] } / 3) < 1e-15)
    }
    let byItem = try evaluation(ClassReduction(classes: .sum, batch: .none)).values
    for (value, row) in zip(byItem, table) { #expect(abs(value - row.reduce(0, +)) < 1e-15) }
    let weighted = ClassReduction(
      classes: .weighted, weights: [0, 1, 3], normalisesWeights: true, batch: .sum)
    let expected = table.reduce(0) { $0 + ($1[1] + 3 * $1[2]) / 4 }
    #expect(abs(try dice.value(sample, weighted) - expected) < 1e-15)
  }
}

extension ClassItem {
  /// The same truth with other scores.
  func replacing(_ scores: [[Double]]) throws -> ClassItem {
    try ClassItem(scores: scores, truth: truth, on: grid, ignoring: ignored)
  }
}
