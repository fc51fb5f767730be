import Losses
import Testing

/// Where neighbours are alike, losses compute what they make of them once; that changes no bit of a
/// value.
@Suite struct StretchTests {
  private static let seed: UInt64 = 11

  /// A mask of random runs, as objects have them, some longer than the pieces that sums are cut into.
  private static func mask(_ grid: Grid, _ random: inout SeededGenerator) -> Mask {
    var values: [Double] = []
    while values.count < grid.count {
      let longest = [40, 400, 40_000][random.index(below: 3)]
      let value = random.index(below: 3) == 0 ? 1.0 : 0
      values += [Double](repeating: value, count: 1 + random.index(below: longest))
    }
    return Mask(ProbabilityMap(clamping: Array(values.prefix(grid.count)), on: grid))
  }

  /// Losses that look at single elements or at sums over them, with parameters that take other ways.
  private static let settings: [(id: String, parameters: [String: Double])] =
    Catalogue.figureLossIDs.map { ($0, [:]) } + [
      ("focal", ["gamma": 0]), ("focal", ["gamma": 1]), ("focal", ["gamma": 0.5]),
      ("focal", ["gamma": 3]), ("unified-focal", [:]), ("noise-robust-dice", [:]),
      ("dice-plus-plus", [:]), ("sensitivity-specificity", [:]), ("asymmetric-loss", [:]),
      ("generalised-cross-entropy", [:]), ("poly-cross-entropy", [:]),
      ("symmetric-cross-entropy", [:]), ("squared-dice", [:]), ("jaccard", [:]),
    ]

  /// Expects the values of a fresh sample, whose neighbours nobody compares.
  private func expectPlainValues(_ sample: Sample, _ note: String) throws {
    let fresh = try Sample(prediction: sample.prediction, truth: sample.truth)
    for (id, parameters) in Self.settings {
      let loss = try Catalogue.standard.loss(id: id, parameters: parameters)
      let (ours, theirs) = (try loss.value(sample), try loss.value(fresh))
      #expect(
        ours.bitPattern == theirs.bitPattern, "\(id) \(parameters), \(note), seed \(Self.seed)")
    }
  }

  @Test(arguments: [[1], [7], [8], [9], [300], [2, 8192], [16389], [33, 40, 43]])
  func valuesAreThoseOfThePlainMap(shape: [Int]) throws {
    let grid = try Grid(shape: shape)
    var random = SeededGenerator(seed: Self.seed)
    let truth = ProbabilityMap(Self.mask(grid, &random))
    var sample = try Sample(prediction: truth, truth: truth, servesManyPredictions: true)
    for confidence in [0.99, 0.99, 0.7, 1, 0.5] {
      sample.setPrediction(to: Self.mask(grid, &random), confidence: confidence)
      try expectPlainValues(sample, "\(shape), confidence \(confidence)")
    }
    // Most values differ from their neighbours, some do not.
    let mixed = (0..<grid.count).map { index in
      index / 3000 % 2 == 0 ? 0.25 : Double(random.index(below: 1000)) / 999
    }
    sample = try sample.replacingPrediction(with: ProbabilityMap(clamping: mixed, on: grid))
    try expectPlainValues(sample, "\(shape), mixed")
  }

  @Test func softTruthsAreLeftAlone() throws {
    let grid = try Grid(shape: [3000])
    var random = SeededGenerator(seed: Self.seed)
    let soft = ProbabilityMap(clamping: (0..<3000).map { $0 < 2000 ? 0.25 : 1 }, on: grid)
    var sample = try Sample(prediction: soft, truth: soft, servesManyPredictions: true)
    sample.setPrediction(to: Self.mask(grid, &random), confidence: 0.9)
    try expectPlainValues(sample, "soft")
  }

  @Test func aCopyGoesOnByItself() throws {
    let grid = try Grid(shape: [500])
    var random = SeededGenerator(seed: Self.seed)
    let masks = (0..<3).map { _ in Self.mask(grid, &random) }
    let truth = ProbabilityMap(masks[0])
    var first = try Sample(prediction: truth, truth: truth, servesManyPredictions: true)
    first.setPrediction(to: masks[1], confidence: 0.9)
    var second = first
    second.setPrediction(to: masks[2], confidence: 0.9)
    try expectPlainValues(first, "first")
    try expectPlainValues(second, "second")
  }
}
