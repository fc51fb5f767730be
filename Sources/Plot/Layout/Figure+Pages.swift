extension Figure {
  /// The least height of a plot that is lowered, in millimetres.
  private static let lowestPlot = 14.0

  /// The figure on pages of at most some height, its rows in order and as many on each page as fit.
  ///
  /// Rows that are joined are on one page where there is room for them. Plots of a page that is too high for a
  /// single row become as low as they must, down to 14 mm; a row that is higher even so has a page that is.
  /// A heading that holds for several rows is said again where a page begins among them.
  ///
  /// - Parameters:
  ///   - height: in millimetres.
  ///   - share: plots become lower, down to this share of the height that they prefer, where more rows find
  ///     room on a page so.
  /// - Returns: at least one figure; the figure itself where it cannot be laid out, so that whoever draws
  ///   it is told why.
  public func pages(height: Double, loweringPlotsTo share: Double = 1) -> [Figure] {
    var pages: [Figure] = []
    var first = 0
    while first < panels.count {
      let ends = (first + 1...panels.count).filter { !joinedRows.contains($0) }
      let whole = last(of: ends, from: first) { $0.fitted(height, loweringPlotsTo: share) }
      let (end, page) = whole ?? block(first..<(ends.first ?? panels.count), height: height)
      pages.append(page)
      first = end
    }
    return pages.isEmpty ? [self] : pages
  }

  /// As many of some joined rows as fit with plots as low as may be; at least one.
  private func block(_ range: Range<Int>, height: Double) -> (end: Int, page: Figure) {
    let first = range.lowerBound
    return last(of: range.map { $0 + 1 }, from: first) { $0.fitted(height, loweringPlotsTo: 0) }
      ?? (first + 1, rows(first..<first + 1))
  }

  /// The last of rising `ends` up to which rows fit, with the page that they make.
  private func last(
    of ends: [Int], from first: Int, fitted: (Figure) -> Figure?
  ) -> (end: Int, page: Figure)? {
    var last: (Int, Figure)?
    for end in ends {
      guard let page = fitted(rows(first..<end)) else { break }
      last = (end, page)
    }
    return last
  }

  /// The figure, at most so high; nil where plots would become too low for that. One that cannot be laid out
  /// is left as it is.
  ///
  /// - Parameters:
  ///   - height: in millimetres.
  ///   - share: plots keep at least this share of the height that they prefer, and 14 mm.
  public func fitted(_ height: Double, loweringPlotsTo share: Double) -> Figure? {
    guard let natural = try? layout() else { return self }
    guard natural.canvas.height > height * Figure.pointsPerMillimetre else { return self }
    guard share < 1 else { return nil }
    var low = self
    low.height = height
    guard let layout = try? low.layout() else { return nil }
    let lowest = Figure.lowestPlot * Figure.pointsPerMillimetre
    let isLegible = zip(natural.plots, layout.plots).allSatisfy { before, after in
      after.frame.height >= before.frame.height
        || after.frame.height >= max(lowest, share * before.frame.height)
    }
    return isLegible ? low : nil
  }

  /// Some rows of the figure.
  private func rows(_ range: Range<Int>) -> Figure {
    guard range != panels.indices else { return self }
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
