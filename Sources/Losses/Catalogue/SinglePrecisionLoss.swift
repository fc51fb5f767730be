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
/// Fields are stored in single precision; all arithmetic on them is done in double precision. On a
/// sample whose probabilities are single-precision numbers, the value therefore differs from that in
/// double precision by no more than the order of summation does (relative error below 1e-12, tested),
/// and the gradient by its own rounding alone (relative error of each element below 2⁻²⁴, half a unit
/// in the last place). Rounding p itself to single precision moves it by up to 2⁻²⁵ and the loss by
/// that times Σ abs(∂L/∂pᵢ). Which of equal or nearly equal elements top-k takes may differ.
public protocol SinglePrecisionLoss: Loss {
  /// The loss of a sample.
  func value(_ sample: SinglePrecisionSample) -> Double

  /// The loss and its derivative with respect to each predicted probability.
  func valueAndGradient(_ sample: SinglePrecisionSample) -> (value: Double, gradient: [Float])
}

extension SinglePrecisionLoss where Self: OverlapLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    value(OverlapSums(sample.prediction, sample.truth))
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    let sums = OverlapSums(sample.prediction, sample.truth)
    return (value(sums), slopes(sums).gradient(sample.prediction, sample.truth))
  }
}

/// A mean over elements of a function that does not depend on the sample.
public protocol FixedTermLoss: ElementwiseLoss {
  /// The function.
  var term: Term { get }
}

extension FixedTermLoss {
  public func term(for sample: Sample) -> Term { term }
}

extension SinglePrecisionLoss where Self: FixedTermLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    term.mean(sample.prediction, sample.truth)
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    (value(sample), term.meanGradient(sample.prediction, sample.truth))
  }
}

extension LovaszLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    Self.value(sample.prediction, sample.truth)
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    Self.valueAndGradient(sample.prediction, sample.truth)
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
