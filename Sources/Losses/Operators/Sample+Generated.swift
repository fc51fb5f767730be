extension Sample {
  /// Streams of the sample's seed, so that what is made for one purpose does not depend on another.
  private enum Stream: UInt64 {
    case image = 1
    case perturbation
  }

  /// The intensities of the image; when there is none, the truth with Gaussian noise of σ = 0.1, made
  /// from the seed: object 1, background 0.
  func imageValues() -> [Double] {
    if let image { return image.values }
    return truthFields.image {
      var random = SeededGenerator(seed: seed, stream: Stream.image.rawValue)
      return truth.values.map { $0 + 0.1 * random.normal() }
    }
  }

  /// Calls `body` with the second prediction; when there is none, the prediction perturbed with the
  /// seed.
  func withSecondPrediction<Result>(
    _ perturbation: Perturbation, _ body: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    if let secondPrediction { return secondPrediction.values.withUnsafeBufferPointer(body) }
    var random = SeededGenerator(seed: seed, stream: Stream.perturbation.rawValue)
    var normals: [Double]?
    if case .noise = perturbation, truthFields.servesManyPredictions {
      normals = truthFields.noise { (0..<grid.count).map { _ in random.normal() } }
    }
    return scratch.withBuffer(of: Double.self, count: grid.count) { values in
      perturbation.apply(to: prediction, using: &random, normals: normals, into: values, scratch)
      return body(UnsafeBufferPointer(values))
    }
  }
}
