extension Layout {
  /// Draws the outline of a region of cells, with a halo that sets it off from any colour.
  mutating func contour(
    _ loops: [PathElement], index: Int, theme: Theme, clip: [PathElement]? = nil
  ) {
    let color = [theme.text, theme.mark][index % 2]
    let patterns = DashPattern.allCases
    stroke(loops, theme.background, width: 2.4, clip: clip)
    stroke(loops, color, width: 1.1, dash: patterns[index % patterns.count].lengths, clip: clip)
  }

  /// Draws frames around cells.
  mutating func cellMark(_ boxes: [Rectangle], index: Int, theme: Theme) {
    let frames = boxes.map(PathElement.rectangle)
    let patterns = DashPattern.allCases
    stroke(frames, theme.background, width: 2.6)
    stroke(frames, theme.mark, width: 1.3, dash: patterns[index % patterns.count].lengths)
  }

  /// Fills cells without data with thin lines that run upwards.
  mutating func hatch(_ boxes: [Rectangle], theme: Theme) {
    fill(boxes.map(PathElement.rectangle), theme.background)
    let distance = 3.0
    for box in boxes {
      let first = ((box.minX + box.minY) / distance).rounded(.up)
      let last = ((box.maxX + box.maxY) / distance).rounded(.down)
      let lines = stride(from: first, through: last, by: 1).map { index -> PathElement in
        // Points of the line x + y = c within the box.
        let sum = index * distance
        let left = max(box.minX, sum - box.maxY)
        let right = min(box.maxX, sum - box.minY)
        return .line(Point(left, sum - left), Point(right, sum - right))
      }
      stroke(lines, theme.missing, width: 0.5)
    }
  }
}
