extension Sample {
  /// Calls `body` with the second prediction; when there is none, the prediction perturbed with the
  /// seed.
  package func withSecondPrediction<Result>(
    _ perturbation: Perturbation, _ body: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    if let secondPrediction { return secondPrediction.values.withUnsafeBufferPointer(body) }
    var random = SeededGenerator(seed: seed, purpose: .secondPrediction)
    var normals: [Double]?
    if case .noise = perturbation, servesManyPredictions {
      normals = derived(Normals()) { (0..<grid.count).map { _ in random.normal() } }
    }
    return scratch.withBuffer(of: Double.self, count: grid.count) { values in
      perturbation.apply(to: prediction, using: &random, normals: normals, into: values, scratch)
      return body(UnsafeBufferPointer(values))
    }
  }
}

/// A normal number for each element.
private struct Normals: TruthKey { typealias Value = [Double] }
