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
