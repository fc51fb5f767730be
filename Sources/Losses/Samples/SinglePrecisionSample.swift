/// A prediction and a truth in single precision, as networks have them.
public struct SinglePrecisionSample: Sendable {
  /// Predicted foreground probability `p` of each element, in row-major order.
  public let prediction: [Float]

  /// Ground truth `g` of each element; soft targets are accepted.
  public let truth: [Float]

  /// The grid that both lie on.
  public let grid: Grid

  /// Intensities for losses that look at the image; they make one where there is none.
  public let image: ScalarField?

  /// A second prediction for consistency losses; they make one where there is none.
  public let secondPrediction: ProbabilityMap?

  /// Seed of everything random that a loss makes for itself.
  public let seed: UInt64

  /// Brings together what a loss looks at.
  ///
  /// - Throws: ``GridError/valueCount(_:shape:)``, ``GridError/notFinite(_:index:)`` or
  ///   ``GridError/outsideUnitInterval(_:index:)``.
  public init(
    prediction: [Float], truth: [Float], on grid: Grid, image: ScalarField? = nil,
    secondPrediction: ProbabilityMap? = nil, seed: UInt64 = 0
  ) throws(GridError) {
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
    self.grid = grid
    self.image = image
    self.secondPrediction = secondPrediction
    self.seed = seed
  }

  /// Rounds the probabilities of a sample.
  public init(_ sample: Sample) {
    prediction = sample.prediction.values.map { Float($0) }
    truth = sample.truth.values.map { Float($0) }
    grid = sample.grid
    image = sample.image
    secondPrediction = sample.secondPrediction
    seed = sample.seed
  }

  /// The same numbers in double precision.
  ///
  /// - Throws: ``GridError`` where image or second prediction lie on another grid.
  public func inDoublePrecision() throws(GridError) -> Sample {
    try Sample(
      prediction: ProbabilityMap(unchecked: prediction.map { Double($0) }, on: grid),
      truth: ProbabilityMap(unchecked: truth.map { Double($0) }, on: grid), image: image,
      secondPrediction: secondPrediction, seed: seed)
  }
}
