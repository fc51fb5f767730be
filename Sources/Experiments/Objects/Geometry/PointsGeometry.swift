/// What lies within a radius of some points: a tube along a curve, or blobs.
package struct PointsGeometry: ShapeGeometry {
  let radius: Double
  let points: [SIMD3<Double>]

  package func signedDistance(at point: SIMD3<Double>) -> Double {
    leastSquare(point).squareRoot() - radius
  }

  package func contains(_ point: SIMD3<Double>) -> Bool { leastSquare(point) <= radius * radius }

  private func leastSquare(_ point: SIMD3<Double>) -> Double {
    points.withUnsafeBufferPointer { points in
      var least = Double.infinity
      for index in 0..<points.count {
        least = min(least, (points[index] - point).squaredLength)
      }
      return least
    }
  }

  package var bounds: (least: SIMD3<Double>, greatest: SIMD3<Double>) {
    var (least, greatest) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
    for axis in 0..<3 {
      let coordinates = points.map { $0[axis] }
      least[axis] = (coordinates.min() ?? 0) - radius
      greatest[axis] = (coordinates.max() ?? 0) + radius
    }
    return (least, greatest)
  }
}
