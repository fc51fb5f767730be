/// A loss that takes fields in single precision as they are, without a copy in double precision.
///
/// Its error against double precision on the same single-precision probabilities, tested on random
/// samples:
///
/// | loss | relative error of the value | error of a slope, relative to the largest |
/// |---|---|---|
/// | cross-entropy, lovasz, top-k-cross-entropy | 1e-12 | 2⁻²⁴ (its rounding) |
/// | dice, tversky | 2⁻²¹ of TP, P and G | 2⁻²¹ |
/// | focal | 2⁻²⁰ | 2⁻²⁰ |
///
/// The first three only store in single precision and compute in double precision. Rounding p itself
/// moves it by up to 2⁻²⁵, and the loss by that times Σ abs(∂L/∂pᵢ).
public protocol SinglePrecisionLoss: Loss {
  /// The loss of a sample.
  func value(_ sample: SinglePrecisionSample) -> Double

  /// The loss and its derivative with respect to each predicted probability.
  func valueAndGradient(_ sample: SinglePrecisionSample) -> (value: Double, gradient: [Float])
}

/// For losses that do not look at the sums of squares.
extension SinglePrecisionLoss where Self: OverlapLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    value(OverlapSums(withoutSquaresOf: sample.prediction, sample.truth))
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    let sums = OverlapSums(withoutSquaresOf: sample.prediction, sample.truth)
    return (value(sums), slopes(sums).gradientWithoutSquares(sample.truth))
  }
}
