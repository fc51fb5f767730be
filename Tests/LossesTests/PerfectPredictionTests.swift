import Losses
import Testing

/// A perfect hard prediction has the least loss that there is.
@Suite struct PerfectPredictionTests {
  static let seed: UInt64 = 1805

  /// The least value that a loss documents, where it is not 0, and how near to it the clamps and
  /// roots of the formula let a perfect prediction come.
  private func documentedMinimum(_ id: String, _ sample: Sample) -> (value: Double, margin: Double)
  {
    let count = Double(sample.grid.count)
    let truth = sample.truth.values
    switch id {
    case "combo": return (-0.5, 1e-6)
    case "exponential-logarithmic": return (0, 0.02)
    case "active-contour": return (meanLength(sample.truth), 1e-12)
    case "boundary":
      let mask = Mask(sample.truth)
      let depths = DistanceTransformTests.bruteForce(mask, to: false)
      let step = sample.grid.spacing.min() ?? 1
      let sum = zip(depths, truth).reduce(0) { $0 - ($1.1 == 1 ? $1.0 - step : 0) }
      return (mask.isFull || mask.isEmpty ? 0 : sum / count, 1e-12)
    case "level-set":
      let image = sample.imageValues()
      let variances = [1.0, 0].reduce(0) { total, side in
        let values = zip(image, truth).filter { $0.1 == side }.map(\.0)
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return total + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      }
      return (variances / count + 2e-3 * meanLength(sample.truth), 1e-6)
    default: return (0, 1e-5)
    }
  }

  /// Mean √(|∇g|² + 1e-7) by its definition.
  private func meanLength(_ map: ProbabilityMap) -> Double {
    let grid = map.grid
    let lengths = (0..<grid.count).map { index in
      let here = grid.coordinates(of: index)
      var square = 1e-7
      for axis in 0..<grid.rank where here[axis] + 1 < grid.shape[axis] {
        let difference = map.values[index + grid.strides[axis]] - map.values[index]
        square += (difference / grid.spacing[axis]) * (difference / grid.spacing[axis])
      }
      return square.squareRoot()
    }
    return lengths.reduce(0, +) / Double(grid.count)
  }

  @Test(arguments: Catalogue.standard.specifications.map(\.id))
  func isTheDocumentedMinimum(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed)
    for truths in [RandomSamples.Truths.mixed, .single, .empty, .full] {
      let sample = try RandomSamples.sample(
        shape: [7, 8], predictions: .hard, truths: truths, using: &random)
      let perfect = try sample.replacingPrediction(with: sample.truth)
      let value = try loss.value(perfect)
      let (minimum, margin) = documentedMinimum(id, perfect)
      #expect(abs(value - minimum) <= margin, "\(id), \(truths), seed \(Self.seed)")
      #expect(try value <= loss.value(sample) + 1e-12, "\(id), \(truths), seed \(Self.seed)")
    }
  }
}
