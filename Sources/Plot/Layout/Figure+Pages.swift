extension Figure {
  /// The figure on pages of at most some height, its rows in order and as many on each page as fit. A row
  /// that is higher stands alone, with those that are joined to it.
  ///
  /// A heading that holds for several rows is said again where a page begins among them.
  ///
  /// - Parameter height: in millimetres.
  /// - Returns: at least one figure; the figure itself where it cannot be laid out, so that whoever draws
  ///   it is told why.
  public func pages(height: Double) -> [Figure] {
    guard panels.count > 1 else { return [self] }
    var pages: [Figure] = []
    var first = 0
    while first < panels.count {
      let ends = (first + 1...panels.count).filter { !joinedRows.contains($0) }
      let end =
        ends.last { rows(first..<$0).fits(height) } ?? ends.first ?? panels.count
      pages.append(rows(first..<end))
      first = end
    }
    return pages
  }

  /// Whether the figure is at most so high; one that cannot be laid out is.
  private func fits(_ height: Double) -> Bool {
    guard let layout = try? layout() else { return true }
    return layout.canvas.height <= height * Figure.pointsPerMillimetre
  }

  /// Some rows of the figure.
  private func rows(_ range: Range<Int>) -> Figure {
    var part = self
    part.panels = Array(panels[range])
    part.joinedRows = Set(
      joinedRows.compactMap { range.contains($0) ? $0 - range.lowerBound : nil })
    part.rowHeadings = range.map { rowHeadings.indices.contains($0) ? rowHeadings[$0] : "" }
    if range.lowerBound > 0, part.rowHeadings[0].isEmpty {
      part.rowHeadings[0] = rowHeadings.prefix(range.lowerBound).last { !$0.isEmpty } ?? ""
    }
    return part
  }
}
