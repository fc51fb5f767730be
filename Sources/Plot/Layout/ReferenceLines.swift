extension Layout {
  /// Draws the lines that lie within the limits of their axis across `plot`.
  mutating func references(
    _ references: [ReferenceLine], plot: Rectangle, x: AxisMap, y: AxisMap?, theme: Theme
  ) {
    let lines = references.compactMap { reference -> PathElement? in
      switch reference.direction {
      case .horizontal:
        guard let y, y.contains(reference.value), let position = y(reference.value) else {
          return nil
        }
        return .line(Point(plot.minX, position), Point(plot.maxX, position))
      case .vertical:
        guard x.contains(reference.value), let position = x(reference.value) else { return nil }
        return .line(Point(position, plot.minY), Point(position, plot.maxY))
      }
    }
    stroke(lines, theme.axis, width: 0.5, dash: [2, 2])
  }
}

extension [ReferenceLine] {
  /// The lines that have a name.
  var legendEntries: [LegendEntry] {
    compactMap { line in line.name.map { LegendEntry(name: $0, sample: .reference) } }
  }
}
