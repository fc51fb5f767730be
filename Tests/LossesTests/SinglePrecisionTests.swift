import Testing

@testable import Losses

/// Losses on fields in single precision against double precision.
@Suite struct SinglePrecisionTests {
  static let losses = Catalogue.standard.losses.filter { $0 is any SinglePrecisionLoss.Type }
    .map { $0.specification.id }

  @Test func sixLossesTakeSinglePrecision() {
    #expect(
      Set(Self.losses) == [
        "cross-entropy", "focal", "dice", "tversky", "lovasz", "top-k-cross-entropy",
      ])
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
      // Single-precision keys may take another of two nearly equal elements for the last of top-k.
      let tolerance = id == "top-k-cross-entropy" ? 0x1p-24 : 1e-12
      #expect(
        abs(value - exact) <= tolerance * abs(exact) + 1e-15,
        "\(truths), seed \(seed): \(value) for \(exact)")
      if id == "top-k-cross-entropy" { continue }
      for (single, exact) in zip(gradient, try loss.gradient(sample).values) {
        try #require(
          abs(Double(single) - exact) <= 0x1p-24 * abs(exact) + 1e-40,
          "\(truths), seed \(seed): slope \(single) for \(exact)")
      }
    }
  }

  @Test func roundingOfProbabilitiesStaysWithinItsBound() throws {
    let seed: UInt64 = 65
    var random = SeededGenerator(seed: seed)
    for id in Self.losses {
      let loss = try #require(
        try Catalogue.standard.loss(id: id) as? any SinglePrecisionLoss)
      let sample = try RandomSamples.sample(
        shape: [120, 130], predictions: .interior, truths: .mixed, using: &random)
      let slopes = try loss.gradient(sample).values.reduce(0) { $0 + abs($1) }
      let (rounded, exact) = (loss.value(SinglePrecisionSample(sample)), try loss.value(sample))
      // To first order; the second is far smaller.
      #expect(
        abs(rounded - exact) <= 0x1p-25 * slopes * 1.01 + 1e-15,
        "\(id), seed \(seed): \(rounded) for \(exact)")
    }
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
