import Losses

/// The distances between the boundaries of prediction and truth.
///
/// The boundary ∂A of a mask are its elements with a face neighbour outside the mask or outside the
/// grid. Distances are exact, from centre to centre, in the unit of the grid's spacing, and take a
/// time linear in the number of elements and one field of memory.
struct SurfaceDistances: Sendable {
  /// D_pg: from each element of ∂p to the nearest one of ∂g.
  let fromPrediction: [Double]
  /// D_gp: from each element of ∂g to the nearest one of ∂p.
  let fromTruth: [Double]

  /// Measures the distances; `nil` when either mask is empty.
  init?(_ masks: FramedMasks) {
    guard !masks.prediction.isEmpty, !masks.truth.isEmpty else { return nil }
    let (prediction, truth) = (masks.prediction.boundary(), masks.truth.boundary())
    fromPrediction = prediction.distances(to: truth)
    fromTruth = truth.distances(to: prediction)
  }

  /// All distances of both sides.
  var count: Int { fromPrediction.count + fromTruth.count }
}

extension Mask {
  /// The elements with a face neighbour that is background, for a mask with a frame of background.
  fileprivate func boundary() -> Mask {
    let strides = grid.strides
    let isBoundary = elements.withUnsafeBufferPointer { elements in
      elements.indices.map { index in
        elements[index]
          && strides.contains { !(elements[index - $0] && elements[index + $0]) }
      }
    }
    return replacing(isBoundary)
  }

  /// From each element of this mask to the nearest one of another, in the order of the elements.
  fileprivate func distances(to other: Mask) -> [Double] {
    let field = other.distanceToForeground()
    var distances: [Double] = []
    distances.reserveCapacity(foregroundCount)
    for index in elements.indices where elements[index] { distances.append(field[index]) }
    return distances
  }
}

/// Whether a distance is at most so much, but for the rounding of a sum of squares.
func isWithin(_ width: Double, _ distance: Double) -> Bool {
  distance <= width * (1 + 0x1p-44)
}
