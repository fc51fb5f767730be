/// A prediction and a truth in single precision, for losses that are limited by memory.
public struct SinglePrecisionSample: Sendable {
  /// Predicted foreground probability `p` of each element, in row-major order.
  public let prediction: [Float]

  /// Ground truth `g` of each element; soft targets are accepted.
  public let truth: [Float]

  /// Brings together probabilities of the same elements.
  ///
  /// - Throws: ``GridError/valueCount(_:shape:)``, ``GridError/notFinite(_:index:)`` or
  ///   ``GridError/outsideUnitInterval(_:index:)``.
  public init(prediction: [Float], truth: [Float], on grid: Grid) throws(GridError) {
    for values in [prediction, truth] {
      guard values.count == grid.count else {
        throw .valueCount(values.count, shape: grid.shape)
      }
      guard let index = values.firstIndex(where: { !(0...1).contains($0) }) else { continue }
      let (value, coordinates) = (Double(values[index]), grid.coordinates(of: index))
      guard value.isFinite else { throw .notFinite(value, index: coordinates) }
      throw .outsideUnitInterval(value, index: coordinates)
    }
    self.prediction = prediction
    self.truth = truth
  }

  /// Rounds the probabilities of a sample.
  public init(_ sample: Sample) {
    prediction = sample.prediction.values.map { Float($0) }
    truth = sample.truth.values.map { Float($0) }
  }
}

/// A loss that takes fields in single precision, too.
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
/// The first three only store in single precision and reckon in double precision. Rounding p itself
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

extension CrossEntropyLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    LogarithmTerm().mean(sample.prediction, sample.truth)
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    (value(sample), LogarithmTerm().meanGradient(sample.prediction, sample.truth))
  }
}

extension FocalLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    withBuffers(sample.prediction, sample.truth) { p, g in
      Parallelism.sum(over: p.count) { range in
        term.sumInSinglePrecision(p[range], g[range]) ?? term.sum(p[range], g[range])
      } / Double(p.count)
    }
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    let share = 1 / Double(sample.prediction.count)
    let (sum, gradient) = withBuffers(sample.prediction, sample.truth) { p, g in
      sumAndArrayOfPieces(count: p.count) { range, slopes in
        let (p, g) = (p[range], g[range])
        if let sum = term.sumAndSlopesInSinglePrecision(p, g, times: share, into: slopes) {
          return sum
        }
        term.writeSlopes(p, g, times: share, into: slopes)
        return term.sum(p, g)
      }
    }
    return (sum * share, gradient)
  }
}

extension DiceLoss: SinglePrecisionLoss {}

extension TverskyLoss: SinglePrecisionLoss {}

extension LovaszLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    Self.value(sample.prediction, sample.truth, ScratchMemory())
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    Self.valueAndGradient(sample.prediction, sample.truth, ScratchMemory())
  }
}

extension TopKCrossEntropyLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    value(sample.prediction, sample.truth)
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    valueAndGradient(sample.prediction, sample.truth)
  }
}
