import Testing

@testable import Losses

/// A perfect hard prediction has the least loss that there is.
@Suite struct PerfectPredictionTests {
  static let seed: UInt64 = 1805

  /// The least value that a loss documents, where it is not 0, and how near to it the clamps and
  /// roots of the formula let a perfect prediction come.
  private func documentedMinimum(_ id: String) -> (value: Double, margin: Double) {
    switch id {
    case "combo": (-0.5, 1e-6)
    case "exponential-logarithmic": (0, 0.02)
    case "active-contour", "level-set", "boundary", "unified-focal": (0, .infinity)
    case "transformation-consistency": (0, .infinity)
    default: (0, 1e-5)
    }
  }

  @Test(arguments: Catalogue.standard.specifications.map(\.id))
  func isTheDocumentedMinimum(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let (minimum, margin) = documentedMinimum(id)
    var random = SeededGenerator(seed: Self.seed)
    for truths in [RandomSamples.Truths.mixed, .single, .empty, .full] {
      let sample = try RandomSamples.sample(
        shape: [7, 8], predictions: .hard, truths: truths, using: &random)
      let perfect = try sample.replacingPrediction(with: sample.truth)
      let value = try loss.value(perfect)
      #expect(abs(value - minimum) <= margin, "\(id), \(truths), seed \(Self.seed)")
      #expect(try value <= loss.value(sample) + 1e-12, "\(id), \(truths), seed \(Self.seed)")
    }
  }
}
