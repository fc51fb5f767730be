import Foundation

/// An ellipse or ellipsoid, turned in the plane of the last two axes.
package struct EllipsoidGeometry: ShapeGeometry {
  /// Semi-axes; the longest one along axes that a grid lacks too, where every point is 0: the boundary
  /// there is no nearer then than that in the plane.
  let semiaxes: SIMD3<Double>
  private let sine: Double
  private let cosine: Double

  init(semiaxes: SIMD3<Double>, degrees: Double) {
    self.semiaxes = semiaxes
    (sine, cosine) = degrees == 0 ? (0, 1) : (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
  }

  /// The point in the directions of the semi-axes.
  private func turned(_ point: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      point.x, cosine * point.y - sine * point.z, sine * point.y + cosine * point.z)
  }

  package func contains(_ point: SIMD3<Double>) -> Bool {
    (turned(point) / semiaxes).squaredLength <= 1
  }

  /// The distance to the nearest point x of the boundary, x = r y / (u + r − 1) with y the point,
  /// r = (semi-axis / least semi-axis)² and u > 0 the root of Σ (x / semi-axis)² = 1: Newton's method
  /// from the left, where the function is convex and falls (Eberly 2013, "Distance from a point to an
  /// ellipse, an ellipsoid, or a hyperellipsoid").
  package func signedDistance(at point: SIMD3<Double>) -> Double {
    let turned = turned(point)
    let least = semiaxes.min()
    let ratio = (semiaxes / least) * (semiaxes / least)
    // On an axis the nearest point is found beside it, closer than any number here can tell.
    let floor = SIMD3<Double>(repeating: 1e-14 * least)
    var y = turned.replacing(with: -turned, where: turned .< 0)
    y = y.replacing(with: floor, where: y .< floor)
    let scaled = ratio * y / semiaxes
    var root = (scaled - (ratio - 1)).max()
    for _ in 0..<100 {
      let denominator = SIMD3(repeating: root) + (ratio - 1)
      let quotient = scaled / denominator
      let value = quotient.squaredLength - 1
      let slope = -2 * (quotient * quotient / denominator).sum()
      let next = root - value / slope
      guard value > 1e-15, next > root else { break }
      root = next
    }
    let nearest = ratio * y / (SIMD3(repeating: root) + (ratio - 1))
    let distance = (nearest - y).squaredLength.squareRoot()
    return contains(point) ? -distance : distance
  }

  package var bounds: (least: SIMD3<Double>, greatest: SIMD3<Double>) {
    let (rows, columns) = (semiaxes.y, semiaxes.z)
    let reach = SIMD3(
      semiaxes.x,
      (cosine * cosine * rows * rows + sine * sine * columns * columns).squareRoot(),
      (sine * sine * rows * rows + cosine * cosine * columns * columns).squareRoot())
    return (-reach, reach)
  }
}
