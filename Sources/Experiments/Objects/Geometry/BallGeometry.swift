/// A disc, in three dimensions a ball.
package struct BallGeometry: ShapeGeometry {
  let radius: Double

  package func signedDistance(at point: SIMD3<Double>) -> Double {
    point.squaredLength.squareRoot() - radius
  }

  package func contains(_ point: SIMD3<Double>) -> Bool { point.squaredLength <= radius * radius }

  package var bounds: (least: SIMD3<Double>, greatest: SIMD3<Double>) {
    (SIMD3(repeating: -radius), SIMD3(repeating: radius))
  }
}

/// An annulus, in three dimensions a spherical shell; its inner rim belongs to the hole.
package struct ShellGeometry: ShapeGeometry {
  let inner: Double
  let outer: Double

  package func signedDistance(at point: SIMD3<Double>) -> Double {
    let length = point.squaredLength.squareRoot()
    return max(inner - length, length - outer)
  }

  package func contains(_ point: SIMD3<Double>) -> Bool {
    let square = point.squaredLength
    return square > inner * inner && square <= outer * outer
  }

  package var bounds: (least: SIMD3<Double>, greatest: SIMD3<Double>) {
    (SIMD3(repeating: -outer), SIMD3(repeating: outer))
  }
}

/// A box.
package struct BoxGeometry: ShapeGeometry {
  /// Half of the side along each axis; infinite along axes that a grid lacks.
  let half: SIMD3<Double>

  package func signedDistance(at point: SIMD3<Double>) -> Double {
    let beyond = point.replacing(with: -point, where: point .< 0) - half
    let outside = beyond.replacing(with: 0, where: beyond .< 0)
    return outside.squaredLength.squareRoot() + min(beyond.max(), 0)
  }

  package var bounds: (least: SIMD3<Double>, greatest: SIMD3<Double>) { (-half, half) }
}
