import Losses
import RealModule

/// How a predicted object becomes a map of probabilities.
public struct Confidence: Hashable, Sendable {
  /// c, the probability of what is predicted as foreground, in [0.5, 1]; the rest has 1 − c.
  public let foreground: Double
  /// σ in elements of the Gaussian that softens the edges; 0 leaves them hard.
  public let blur: Double

  /// Predictions with foreground c and background 1 − c.
  ///
  /// - Parameters:
  ///   - foreground: c, in [0.5, 1]; clamped to it.
  ///   - blur: σ ≥ 0 in elements.
  public init(foreground: Double = 0.99, blur: Double = 0) {
    self.foreground = min(max(foreground, 0.5), 1)
    self.blur = max(blur, 0)
  }

  /// The probabilities for a predicted object: 1 − c + (2c − 1) · (Gaussian ∗ mask).
  ///
  /// The Gaussian is cut at 4σ and normalised; beyond the border the mask goes on as at its edge.
  public func prediction(of mask: Mask) -> ProbabilityMap {
    guard blur > 0 else { return ProbabilityMap(mask, confidence: foreground) }
    var values = mask.elements.map { $0 ? 1.0 : 0 }
    let kernel = gaussian()
    for axis in 0..<mask.grid.rank {
      values = convolved(values, with: kernel, along: axis, of: mask.grid)
    }
    let background = 1 - foreground
    return ProbabilityMap(
      clamping: values.map { background + (foreground - background) * $0 }, on: mask.grid)
  }

  /// Makes ``prediction(of:)`` the prediction of a sample; hard ones in the memory of the last.
  ///
  /// - Throws: `GridError` when the mask lies on another grid.
  package func setPrediction(of sample: inout Sample, to mask: Mask) throws(GridError) {
    if blur == 0 {
      sample.setPrediction(to: mask, confidence: foreground)
    } else {
      sample = try sample.replacingPrediction(with: prediction(of: mask))
    }
  }

  /// Weights of the offsets 0 … 4σ on one side; the sum over both sides is 1.
  private func gaussian() -> [Double] {
    let reach = Int((4 * blur).rounded(.up))
    let weights = (0...reach).map { Double.exp(-Double($0 * $0) / (2 * blur * blur)) }
    let sum = 2 * weights.reduce(0, +) - weights[0]
    return weights.map { $0 / sum }
  }

  private func convolved(
    _ values: [Double], with kernel: [Double], along axis: Int, of grid: Grid
  ) -> [Double] {
    let stride = grid.strides[axis]
    let extent = grid.shape[axis]
    return values.indices.map { index in
      let position = index / stride % extent
      let first = index - position * stride
      var sum = kernel[0] * values[index]
      for offset in kernel.indices.dropFirst() {
        let before = max(position - offset, 0)
        let after = min(position + offset, extent - 1)
        sum += kernel[offset] * (values[first + before * stride] + values[first + after * stride])
      }
      return sum
    }
  }
}
