import Losses
import Testing

/// Logits and labels in single precision against double precision and against other packages.
@Suite struct SinglePrecisionBatchTests {
  /// The errors that the documentation of the evaluation in single precision allows.
  private static let bound = 0x1p-20

  /// Losses over exclusive classes that have an arithmetic of their own.
  static let losses = [
    "cross-entropy", "dice", "tversky", "dice-cross-entropy", "generalised-dice", "focal",
    "dice-focal",
    "generalised-dice-focal", "lovasz",
  ]
  /// Those whose value is 1 less a quotient, or a difference of one, so that its error is one of 1.
  private static func hasAbsoluteError(_ id: String) -> Bool {
    !["cross-entropy", "focal"].contains(id)
  }

  /// Items, classes and shape: rests of every length, one class, the most classes, several pieces.
  static let batches: [(items: Int, classes: Int, shape: [Int])] = [
    (3, 4, [67, 131]), (2, 3, [5, 7, 11]), (1, 20, [130, 140]), (2, 1, [7, 9]), (1, 255, [37]),
    (2, 2, [15]),
  ]

  private static func logits(_ count: Int, using random: inout SeededGenerator) -> [Float] {
    (0..<count).map { _ in Float(4 * random.normal()) }
  }

  private static func batch(
    _ items: Int, _ classes: Int, _ shape: [Int], ignoring ignored: UInt8? = nil,
    using random: inout SeededGenerator
  ) throws -> SinglePrecisionClassSample {
    let grid = try Grid(shape: shape)
    let count = items * grid.count
    let labels = (0..<count).map { _ in
      if let ignored, random.uniform() < 0.3 { return ignored }
      return UInt8(random.index(below: classes))
    }
    return try SinglePrecisionClassSample(
      logits: logits(classes * count, using: &random), labels: labels, classes: classes, on: grid,
      ignoring: ignored)
  }

  private static func expectAgreement(
    _ id: String, _ sample: SinglePrecisionClassSample, _ reduction: ClassReduction = .init(),
    slopeError: Double = 1e-20, what: Comment
  ) throws {
    let loss = try Catalogue.standard.loss(id: id).overClasses(.exclusive)
    let exact = try loss.evaluate(sample.inDoublePrecision(), reduction, gradient: nil)
    let values = try loss.evaluate(sample, reduction, gradient: false).evaluation
    try #require(values.values.count == exact.values.count, what)
    for (value, exact) in zip(values.values, exact.values) {
      let size = max(abs(exact), hasAbsoluteError(id) ? 1 : 1e-12)
      #expect(abs(value - exact) <= bound * size, "\(what): \(value) for \(exact)")
    }
    #expect(values.ignoredItems == exact.ignoredItems, what)
    #expect(values.tables.map(\.classes) == exact.tables.map(\.classes), what)
    guard exact.value != nil else { return }
    let slopes = try #require(
      try loss.evaluate(sample.inDoublePrecision(), reduction, gradient: .scores).gradient
    ).joined().joined()
    let (value, gradient) = try loss.valueAndGradient(sample, reduction)
    #expect(abs(value - values.values[0]) <= 1e-12 * abs(value), what)
    let steepest = slopes.reduce(0) { max($0, abs($1)) }
    #expect(gradient.count == slopes.count, what)
    let errors = zip(gradient, slopes).map { abs(Double($0) - $1) }
    // Rounding may exchange neighbours in the order of errors, and a slope of the Lovász loss is a step of it.
    let allowed = (hasAbsoluteError(id) ? 8 * bound : bound) * steepest + slopeError
    let exceeding = errors.count { $0 > allowed }
    #expect(
      exceeding <= (id == "lovasz" ? errors.count / 50 : 0),
      "\(what): \(errors.max() ?? 0) of \(steepest), \(exceeding) times")
  }

  @Test(arguments: losses)
  func valueAndGradientAreThoseOfDoublePrecision(id: String) throws {
    let seed: UInt64 = 68
    var random = SeededGenerator(seed: seed)
    for (items, classes, shape) in Self.batches {
      for ignored in [UInt8?.none, 255, 0] where ignored != 0 || classes > 1 {
        let sample = try Self.batch(items, classes, shape, ignoring: ignored, using: &random)
        let what: Comment =
          "\(id), \(items) of \(classes) classes on \(shape), ignoring \(String(describing: ignored)), seed \(seed)"
        try Self.expectAgreement(id, sample, what: what)
      }
    }
  }

  @Test(arguments: losses)
  func everyReductionIsThatOfDoublePrecision(id: String) throws {
    let seed: UInt64 = 69
    var random = SeededGenerator(seed: seed)
    let sample = try Self.batch(3, 4, [31, 45], ignoring: 9, using: &random)
    for pooling in ClassReduction.Pooling.allCases {
      for background in ClassReduction.Background.allCases {
        for batch in ClassReduction.Batch.allCases {
          for classes in ClassReduction.Classes.allCases {
            let reduction = ClassReduction(
              pooling: pooling, classes: classes,
              weights: classes == .weighted ? [0.5, 2, 0, 1] : nil, background: background,
              batch: batch)
            // Their parts have different numbers of values then.
            let sums = ["dice-cross-entropy", "generalised-dice-focal"]
            guard classes != .none || !sums.contains(id) else { continue }
            try Self.expectAgreement(
              id, sample, reduction, what: "\(id), \(reduction), seed \(seed)")
          }
        }
      }
    }
  }

  @Test(arguments: losses)
  func theNumberOfThreadsDoesNotMatter(id: String) throws {
    var random = SeededGenerator(seed: 70)
    let sample = try Self.batch(3, 5, [150, 170], using: &random)
    let loss = try Catalogue.standard.loss(id: id).overClasses(.exclusive)
    let results = try [1, 2, 5].map { threads in
      try Parallelism.$threads.withValue(threads) { try loss.valueAndGradient(sample) }
    }
    for result in results {
      #expect(result.value == results[0].value)
      #expect(result.gradient == results[0].gradient)
    }
  }

  /// A loss near 0 keeps its digits, hopeless logits stay finite, and what is ignored has no slope.
  @Test(arguments: losses)
  func extremesAreThoseOfDoublePrecision(id: String) throws {
    let grid = try Grid(shape: [40])
    for size in [Float(12), 700, 3e38] {
      for isRight in [true, false] {
        let labels = (0..<40).map { $0 % 7 == 6 ? 255 : UInt8($0 % 3) }
        let logits = (0..<3).flatMap { number in
          labels.map { (Int($0) == number) == isRight ? size / 2 : -size / 2 }
        }
        let sample = try SinglePrecisionClassSample(
          logits: logits, labels: labels, classes: 3, on: grid, ignoring: 255)
        // Near a perfect prediction slopes are differences of larger ones, with respect to probabilities.
        try Self.expectAgreement(
          id, sample, slopeError: Self.hasAbsoluteError(id) ? 1e-8 : 1e-20,
          what: "\(id), \(size), \(isRight)")
        let (value, gradient) = try Catalogue.standard.loss(id: id).overClasses(.exclusive)
          .valueAndGradient(sample)
        #expect(value.isFinite && gradient.allSatisfy(\.isFinite))
        #expect(gradient.indices.allSatisfy { labels[$0 % 40] != 255 || gradient[$0] == 0 })
      }
    }
  }

  /// PyTorch and the packages built on it, value and gradient with respect to logits.
  @Test(arguments: ["torch", "monai", "kornia", "segmentation_models_pytorch"])
  func agrees(with peer: String) throws {
    let rows = try ClassFixtures.rows()
    let inputs = Dictionary(
      rows.filter { $0.form == nil }.map { ($0.input, $0) }, uniquingKeysWith: { $1 })
    var count = 0
    for row in rows where row.peer == peer {
      // What looks at an image has none here.
      guard let form = row.form, form.loss != "level-set",
        let sample = try inputs[row.input]?.singlePrecisionSample()
      else { continue }
      count += 1
      let (gradient, values) = (try #require(row.gradient), try #require(row.values))
      let what: Comment = "\(form), \(row.reduction ?? [:]) on \(row.input) against \(peer)"
      let (evaluation, slopes) = try form.classLoss(.exclusive).evaluate(
        sample, ClassReduction(row.reduction ?? [:]), gradient: !gradient.isEmpty)
      try #require(evaluation.values.count == values.count, what)
      for (ours, theirs) in zip(evaluation.values, values) {
        #expect(abs(ours - theirs) <= Self.bound * max(0.1, abs(theirs)), what)
      }
      let largest = gradient.map(abs).max() ?? 0
      for (ours, theirs) in zip(slopes ?? [], gradient) {
        #expect(abs(Double(ours) - theirs) <= Self.bound * max(1e-3, 2 * largest), what)
      }
    }
    #expect(count > 0)
  }

  @Test func badBatchesAreRefused() throws {
    let grid = try Grid(shape: [2])
    func make(
      _ logits: [Float], _ labels: [UInt8], _ classes: Int = 2, ignoring: UInt8? = nil
    ) throws {
      _ = try SinglePrecisionClassSample(
        logits: logits, labels: labels, classes: classes, on: grid, ignoring: ignoring)
    }
    try make([0, 0, 0, 0], [0, 7], ignoring: 7)
    #expect(throws: ClassError.label(7, at: [1], classes: 2)) { try make([0, 0, 0, 0], [0, 7]) }
    #expect(throws: ClassError.noItems) { try make([], []) }
    #expect(throws: ClassError.labelCount(3, shape: [2])) { try make([0, 0, 0, 0], [0, 1, 0]) }
    #expect(throws: ClassError.self) { try make([0, 0, 0], [0, 1]) }
    #expect(throws: ClassError.self) { try make([0, 0, .infinity, 0], [0, 1]) }
    for classes in [0, 256] {
      #expect(throws: ClassError.self) { try make([0, 0, 0, 0], [0, 1], classes) }
    }
    let sample = try SinglePrecisionClassSample(
      logits: [1, 2, 3, 4], labels: [0, 1], classes: 2, on: grid, ignoring: 0)
    #expect(throws: ClassError.weightCount(1, classes: 2)) {
      try SoftmaxCrossEntropy(labelSmoothing: 0).value(sample, ClassReduction(weights: [1]))
    }
    #expect(try sample.inDoublePrecision().items[0].ignored?.elements == [true, false])
  }
}

extension ClassFixtures.Row {
  /// The batch of logits of exclusive classes of a row that is one.
  fileprivate func singlePrecisionSample() throws -> SinglePrecisionClassSample? {
    guard let shape, let classes, let scores, let truth, relation == .exclusive,
      activation ?? .softmax == .softmax
    else { return nil }
    return try SinglePrecisionClassSample(
      logits: scores.map { Float($0) }, labels: truth.map { UInt8($0) }, classes: classes,
      on: Grid(shape: shape), ignoring: 255)
  }
}
