extension Sample {
  /// Calls `body` with the second prediction; when there is none, the prediction perturbed with the
  /// seed.
  package func withSecondPrediction<Result>(
    _ perturbation: Perturbation, _ body: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    if let secondPrediction { return secondPrediction.values.withUnsafeBufferPointer(body) }
    var random = SeededGenerator(seed: seed, purpose: .secondPrediction)
    var factors: [Double]?
    if case .noise(let deviation) = perturbation, servesManyPredictions {
      factors = derived(NoiseFactors(deviation: deviation)) {
        (0..<grid.count).map { _ in Perturbation.factor(deviation, &random) }
      }
    }
    return scratch.withBuffer(of: Double.self, count: grid.count) { values in
      perturbation.apply(to: prediction, using: &random, factors: factors, into: values, scratch)
      return body(UnsafeBufferPointer(values))
    }
  }
}

/// The factor of each element by which its odds become those of the second prediction.
private struct NoiseFactors: TruthKey {
  typealias Value = [Double]
  let deviation: Double
}
