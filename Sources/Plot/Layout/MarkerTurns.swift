/// At which of its points each curve has a marker.
///
/// Curves have their markers at other points than their neighbours; where points of several lie on each
/// other, the curves take turns.
package struct MarkerTurns {
  private let positions: [[Point?]]

  /// - Parameter positions: where the points of each curve stand; nil is a gap.
  package init(_ positions: [[Point?]]) { self.positions = positions }

  /// Whether a curve has a marker at one of its points, if every so many points have one.
  package func isTurn(of curve: Int, at point: Int, every step: Int) -> Bool {
    guard let place = positions[curve][point] else { return false }
    let here = positions.indices.filter { other in
      guard positions[other].indices.contains(point) else { return false }
      return positions[other][point].map { $0.isOn(place) } ?? false
    }
    guard here.count > 1 else { return point % step == curve % step }
    return point % step == 0 && here[point / step % here.count] == curve
  }
}

extension Point {
  /// Whether two points are so near that a marker on one hides that on the other.
  func isOn(_ other: Point) -> Bool {
    max(abs(x - other.x), abs(y - other.y)) <= 0.7
  }
}
