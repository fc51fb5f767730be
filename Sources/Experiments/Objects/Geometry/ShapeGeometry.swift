import Losses

/// Where a shape is: the distance of any point to its boundary.
///
/// Points are offsets from the centre in elements, slices, rows and columns; axes that a grid lacks are
/// put in front and are 0.
package protocol ShapeGeometry: Sendable {
  /// The distance to the boundary, negative inside. Where parts of a shape overlap, inside them that to
  /// the boundary of the part that the point is deepest in, which is a lower bound.
  func signedDistance(at point: SIMD3<Double>) -> Double

  /// Whether the point belongs to the shape; as a rule its boundary does.
  func contains(_ point: SIMD3<Double>) -> Bool

  /// The least and the greatest coordinate along each axis.
  var bounds: (least: SIMD3<Double>, greatest: SIMD3<Double>) { get }

  /// Writes the signed distance of each element to the boundary of the shape once it has moved, in the
  /// unit of the spacing. It asks for nothing but ``signedDistance(at:)``, and is here so that it is compiled for
  /// each shape.
  ///
  /// - Parameters:
  ///   - grid: with one spacing along all axes.
  ///   - displacement: in elements along each axis.
  func writeDistances(
    into distances: UnsafeMutableBufferPointer<Double>, on grid: Grid,
    displacedBy displacement: SIMD3<Double>)
}

extension ShapeGeometry {
  package func contains(_ point: SIMD3<Double>) -> Bool { signedDistance(at: point) <= 0 }

  /// Marks the elements of a grid that belong to the shape once it has moved.
  ///
  /// - Parameter displacement: in elements along each axis.
  func write(
    into elements: inout [Bool], on grid: Grid, displacedBy displacement: SIMD3<Double> = .zero
  ) {
    elements.withUnsafeMutableBufferPointer { elements in
      Self.forEachElement(of: grid, displacement) { elements[$0] = contains($1) }
    }
  }

  package func writeDistances(
    into distances: UnsafeMutableBufferPointer<Double>, on grid: Grid,
    displacedBy displacement: SIMD3<Double>
  ) {
    let unit = grid.spacing[0]
    Self.forEachElement(of: grid, displacement) { distances[$0] = unit * signedDistance(at: $1) }
  }

  @inline(__always)
  private static func forEachElement(
    of grid: Grid, _ displacement: SIMD3<Double>, _ body: (Int, SIMD3<Double>) -> Void
  ) {
    let (slices, rows, columns) = grid.paddedShape
    let origin = displacement + SIMD3(Double(slices / 2), Double(rows / 2), Double(columns / 2))
    var index = 0
    for slice in 0..<slices {
      for row in 0..<rows {
        for column in 0..<columns {
          body(index, SIMD3(Double(slice), Double(row), Double(column)) - origin)
          index += 1
        }
      }
    }
  }
}

extension SIMD3<Double> {
  var squaredLength: Double { (self * self).sum() }

  /// A vector with axes that a grid lacks put in front.
  init(padding entries: [Double], with filling: Double) {
    self.init(repeating: filling)
    for (axis, entry) in entries.enumerated() { self[3 - entries.count + axis] = entry }
  }
}
