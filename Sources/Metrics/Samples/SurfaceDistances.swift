import Losses

/// The distances between the boundaries of prediction and truth.
///
/// The boundary ∂A of a mask are its elements with a face neighbour outside the mask or outside the
/// grid. Distances are exact, from centre to centre, in the unit of the grid's spacing.
struct SurfaceDistances: Sendable {
  /// D_pg: from each element of ∂p to the nearest one of ∂g.
  let fromPrediction: [Double]
  /// D_gp: from each element of ∂g to the nearest one of ∂p.
  let fromTruth: [Double]

  /// Measures the distances, from both sides at once; `nil` when either mask is empty.
  init?(prediction: Mask, truth: Mask) {
    guard !prediction.isEmpty, !truth.isEmpty else { return nil }
    (fromPrediction, fromTruth) = NearestElements.distances(
      between: MaskBits(prediction).boundary, and: MaskBits(truth).boundary)
  }

  /// Number of distances of both sides.
  var count: Int { fromPrediction.count + fromTruth.count }
}

/// Whether a distance is at most so much, but for the rounding of a sum of squares.
func isWithin(_ width: Double, _ distance: Double) -> Bool {
  distance <= width * (1 + 0x1p-44)
}
