extension Layout {
  /// Draws a marker of a series.
  mutating func marker(_ marker: Marker, at center: Point, color: Color, theme: Theme) {
    func corners(_ offsets: [(Double, Double)]) -> [Point] {
      offsets.map { Point(center.x + $0.0, center.y + $0.1) }
    }
    switch marker {
    case .circle:
      fill([.circle(center: center, radius: 1.35)], color)
    case .square:
      fill([.polygon(corners([(-1.2, -1.2), (1.2, -1.2), (1.2, 1.2), (-1.2, 1.2)]))], color)
    case .triangle:
      fill([.polygon(corners([(0, -1.7), (1.6, 1.2), (-1.6, 1.2)]))], color)
    case .diamond:
      fill([.polygon(corners([(0, -1.8), (1.5, 0), (0, 1.8), (-1.5, 0)]))], color)
    case .invertedTriangle:
      fill([.polygon(corners([(0, 1.7), (1.6, -1.2), (-1.6, -1.2)]))], color)
    case .plus:
      let arms = [[(-1.9, 0.0), (1.9, 0.0)], [(0.0, -1.9), (0.0, 1.9)]]
      stroke(arms.map { .polyline(corners($0)) }, color, width: 0.7)
    case .openSquare:
      let square = PathElement.polygon(
        corners([(-1.35, -1.35), (1.35, -1.35), (1.35, 1.35), (-1.35, 1.35)]))
      fill([square], theme.background)
      stroke([square], color, width: 0.6)
    case .asterisk:
      let arms = [
        [(0.0, -1.9), (0.0, 1.9)], [(-1.65, -0.95), (1.65, 0.95)], [(-1.65, 0.95), (1.65, -0.95)],
      ]
      stroke(arms.map { .polyline(corners($0)) }, color, width: 0.6)
    }
  }

  /// Draws the ring around a marked point.
  mutating func mark(at center: Point, theme: Theme) {
    stroke([.circle(center: center, radius: 2.9)], theme.mark, width: 0.8)
  }
}
