import Losses
import TestSupport
import Testing

/// Every gradient against central differences of the value.
@Suite struct GradientTests {
  static let seed: UInt64 = 20_200_217

  @Test(arguments: Catalogue.standard.specifications.map(\.id), RandomSamples.Truths.allCases)
  func agreesWithCentralDifferences(id: String, truths: RandomSamples.Truths) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed)
    for shape in [[5, 6], [3, 4, 3]] {
      for _ in 0..<3 {
        // A second prediction of its own, since one made of p is constant for the gradient.
        let sample = try RandomSamples.sample(
          shape: shape, predictions: .interior, truths: truths, using: &random
        ).withRandomSecondPrediction(using: &random)
        let gradient = try loss.gradient(sample).values
        let differences = try loss.finiteDifferenceGradient(sample, step: 1e-6).values
        let scale = max(1e-3, gradient.map(abs).max() ?? 0)
        for (index, (analytic, numeric)) in zip(gradient, differences).enumerated() {
          #expect(
            abs(analytic - numeric) <= 1e-5 * scale,
            "\(id), \(truths) truth, shape \(shape), element \(index), seed \(Self.seed)")
        }
      }
    }
  }

  /// Where no clamp, mask or order is crossed, losses are smooth near 0 and 1 too.
  @Test(arguments: Catalogue.standard.specifications.map(\.id), [1e-3, 1 - 1e-3])
  func agreesWithCentralDifferencesNear(id: String, bound: Double) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed, stream: 1)
    for truths in [RandomSamples.Truths.mixed, .single, .empty, .full] {
      let drawn = try RandomSamples.sample(
        shape: [4, 5], predictions: .interior, truths: truths, using: &random)
      let near = drawn.prediction.values.map { bound + 4e-4 * ($0 - 0.5) }
      let sample = try drawn.replacingPrediction(with: ProbabilityMap(near, on: drawn.grid))
        .withRandomSecondPrediction(using: &random)
      let gradient = try loss.gradient(sample).values
      let differences = try loss.finiteDifferenceGradient(sample, step: 1e-7).values
      let scale = max(1e-2, gradient.map(abs).max() ?? 0)
      for (analytic, numeric) in zip(gradient, differences) {
        #expect(
          abs(analytic - numeric) <= 2e-5 * scale,
          "\(id), \(truths) truth near \(bound), seed \(Self.seed)")
      }
    }
  }

  @Test(arguments: Catalogue.standard.specifications.map(\.id))
  func isFiniteNearTheBounds(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed)
    for truths in RandomSamples.Truths.allCases {
      for predictions in RandomSamples.Predictions.allCases {
        let sample = try RandomSamples.sample(
          shape: [4, 5], predictions: predictions, truths: truths, using: &random)
        let gradient = try loss.gradient(sample).values
        #expect(gradient.count == sample.grid.count)
        #expect(
          gradient.allSatisfy { $0.isFinite }, "\(id), \(truths), \(predictions), seed \(Self.seed)"
        )
      }
    }
  }
}
