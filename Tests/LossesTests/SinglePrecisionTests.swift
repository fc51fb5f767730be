import Losses
import TestSupport
import Testing

/// Losses on fields in single precision against double precision.
@Suite struct SinglePrecisionTests {
  /// The errors that the documentation of ``SinglePrecisionLoss`` allows: of a value relative to
  /// itself, of a slope relative to the steepest.
  static let bounds: [String: (value: Double, slope: Double)] = [
    "cross-entropy": (1e-12, 0x1p-24), "lovasz": (1e-12, 0x1p-24),
    "top-k-cross-entropy": (1e-12, 0x1p-24), "dice": (0x1p-20, 0x1p-20),
    "tversky": (0x1p-20, 0x1p-20), "focal": (0x1p-20, 0x1p-20),
  ]

  static let losses = bounds.keys.sorted()

  @Test func everyLossHasABound() throws {
    for entry in Catalogue.standard.entries where try entry.loss() is any SinglePrecisionLoss {
      #expect(Self.losses.contains(entry.id), "no bound of the error of \(entry.id)")
    }
  }

  @Test(arguments: losses, [[257], [130, 131], [17, 19, 23]])
  func agreesWithDoublePrecision(id: String, shape: [Int]) throws {
    let loss = try #require(
      try Catalogue.standard.loss(id: id) as? any SinglePrecisionLoss)
    let seed: UInt64 = 64
    var random = SeededGenerator(seed: seed)
    for truths in RandomSamples.Truths.allCases {
      let drawn = try RandomSamples.sample(
        shape: shape, predictions: .interior, truths: truths, using: &random)
      let single = SinglePrecisionSample(drawn)
      // The same numbers in double precision, so that nothing but the arithmetic differs.
      let sample = try Sample(
        prediction: ProbabilityMap(single.prediction.map { Double($0) }, on: drawn.grid),
        truth: ProbabilityMap(single.truth.map { Double($0) }, on: drawn.grid))
      let (value, gradient) = loss.valueAndGradient(single)
      let exact = try loss.value(sample)
      #expect(loss.value(single) == value || abs(loss.value(single) - value) <= 1e-12 * abs(value))
      let bound = try #require(Self.bounds[id])
      #expect(
        abs(value - exact) <= bound.value * abs(exact) + 1e-7 * bound.value,
        "\(truths), seed \(seed): \(value) for \(exact)")
      let slopes = try loss.gradient(sample).values
      let steepest = slopes.reduce(0) { max($0, abs($1)) }
      for (single, exact) in zip(gradient, slopes) {
        try #require(
          abs(Double(single) - exact) <= bound.slope * steepest,
          "\(truths), seed \(seed): slope \(single) for \(exact)")
      }
    }
  }

  /// 2²⁴ + 1 is no number in single precision.
  @Test func sumsOfMoreOnesThanFloatCountsAreExact() throws {
    let count = (1 << 25) + 3
    let half =
      [Float](repeating: 1, count: count / 2) + [Float](repeating: 0, count: count - count / 2)
    let sample = try SinglePrecisionSample(
      prediction: [Float](repeating: 1, count: count), truth: half, on: Grid(shape: [count]))
    let (predicted, actual) = (Double(count), Double(count / 2))
    let dice = 1 - (2 * actual + 1) / (predicted + actual + 1)
    #expect(try Catalogue.standard.loss(id: "dice").value(sample) == dice)
    let tversky = 1 - (actual + 1) / (actual + 0.3 * (predicted - actual) + 1)
    #expect(try abs(Catalogue.standard.loss(id: "tversky").value(sample) - tversky) < 1e-15)
  }

  @Test func roundingOfProbabilitiesStaysWithinItsBound() throws {
    let seed: UInt64 = 65
    var random = SeededGenerator(seed: seed)
    for id in Self.losses {
      let loss = try #require(
        try Catalogue.standard.loss(id: id) as? any SinglePrecisionLoss)
      let sample = try RandomSamples.sample(
        shape: [120, 130], predictions: .interior, truths: .mixed, using: &random)
      let bound = try #require(Self.bounds[id])
      let slopes = try loss.gradient(sample).values.reduce(0) { $0 + abs($1) }
      let (rounded, exact) = (loss.value(SinglePrecisionSample(sample)), try loss.value(sample))
      // To first order; the second is far smaller.
      #expect(
        abs(rounded - exact) <= 0x1p-25 * slopes * 1.01 + bound.value * abs(exact),
        "\(id), seed \(seed): \(rounded) for \(exact)")
    }
  }

  /// Every loss takes single precision: on the same numbers with the error of the arithmetic that it
  /// documents, or none.
  @Test(arguments: Catalogue.standard.specifications.map(\.id), [[12, 13], [5, 6, 7]])
  func everyLossAgreesWithDoublePrecision(id: String, shape: [Int]) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let bound = Self.bounds[id] ?? (value: 0, slope: 0x1p-24)
    var random = SeededGenerator(seed: 66)
    for truths in RandomSamples.Truths.allCases {
      let single = SinglePrecisionSample(
        try RandomSamples.sample(
          shape: shape, predictions: .interior, truths: truths, using: &random
        ).withRandomSecondPrediction(using: &random))
      let sample = try single.inDoublePrecision()
      let (exact, slopes) = (try loss.value(sample), try loss.gradient(sample).values)
      let (value, gradient) = try loss.valueAndGradient(single)
      #expect(try abs(loss.value(single) - value) <= 1e-12 * abs(value))
      #expect(
        abs(value - exact) <= bound.value * abs(exact) + 1e-7 * bound.value,
        "\(truths), seed 66: \(value) for \(exact)")
      let steepest = slopes.reduce(0) { max($0, abs($1)) }
      // Numbers below the least normal one round in steps of their own.
      let error = zip(gradient, slopes).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
      #expect(error <= bound.slope * steepest + 0x1p-149, "\(truths), seed 66: slope")
    }
  }

  /// Rounding p to single precision moves each loss by no more than its slopes say.
  @Test(arguments: Catalogue.standard.specifications.map(\.id))
  func roundingMovesALossByItsSlopesAlone(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: 67)
    let sample = try RandomSamples.sample(
      shape: [12, 13], predictions: .interior, truths: .mixed, using: &random
    ).withRandomSecondPrediction(using: &random)
    let slopes = try loss.gradient(sample).values.reduce(0) { $0 + abs($1) }
    let exact = try loss.value(sample)
    let arithmetic = (Self.bounds[id]?.value ?? 1e-12) * max(1, abs(exact))
    #expect(
      try abs(loss.value(SinglePrecisionSample(sample)) - exact)
        <= 0x1p-25 * slopes * 1.01 + arithmetic, "seed 67")
  }

  @Test func probabilitiesAreChecked() throws {
    let grid = try Grid(shape: [2])
    #expect(throws: GridError.self) {
      try SinglePrecisionSample(prediction: [0, 1.5], truth: [0, 1], on: grid)
    }
    #expect(throws: GridError.self) {
      try SinglePrecisionSample(prediction: [0, 1], truth: [0, .nan], on: grid)
    }
    #expect(throws: GridError.self) {
      try SinglePrecisionSample(prediction: [0], truth: [0, 1], on: grid)
    }
  }
}
