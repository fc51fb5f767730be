/// Places the cells of a `TablePanel` and the names of its rows and columns.
struct TablePanelLayout: PanelLayout {
  private let panel: TablePanel
  /// The places of the rows downwards from the first, in heights of a row.
  private let places: [Double]
  private let context: LayoutContext

  private static let groupGap = 0.45
  private static let nameGap = 4.0

  init(_ panel: TablePanel, context: LayoutContext) throws {
    func check(_ what: String, _ count: Int, _ expected: Int) throws {
      guard count == expected else {
        throw PlotError.countMismatch(
          what: what, panel: panel.title, count: count, expected: expected)
      }
    }
    try check("rows of cells", panel.cells.count, panel.rows.count)
    for (name, row) in zip(panel.rows, panel.cells) {
      try check("cells in the row '\(name)'", row.count, panel.columns.count)
    }
    try check(
      "categories", panel.categories.count,
      min(panel.categories.count, TablePanel.mostCategories))
    for cell in panel.cells.joined() {
      guard let category = cell.category else { continue }
      try check(
        "categories of cells", category,
        max(0, min(category, panel.categories.count - 1)))
    }
    self.panel = panel
    self.context = context
    var gap = 0.0
    places = panel.rows.indices.map { row in
      if row > 0 && panel.groupStarts.contains(row) { gap += Self.groupGap }
      return Double(row) + gap
    }
  }

  var isFlexible: Bool { false }

  private var rowHeight: Double { context.lineHeight(.tick) + 2.5 }

  func preferredHeight(width: Double) -> Double { ((places.last ?? 0) + 1) * rowHeight }

  private func titleLines(_ width: Double) -> [String] {
    context.wrap(panel.title, width: width, style: .panelTitle)
  }

  /// The names of the columns as far as there is room.
  private func columnNames(_ width: Double) -> [String] {
    let columnWidth = width / Double(max(1, panel.columns.count))
    guard panel.columnsRunUpwards else {
      return panel.columns.map { context.fit($0, width: columnWidth - 2, style: .tick) }
    }
    let step = max(1, Int((context.lineHeight(.tick) / max(columnWidth, 0.1)).rounded(.up)))
    return panel.columns.enumerated().map { $0 % step == 0 ? $1 : "" }
  }

  private func columnNamesHeight(_ width: Double) -> Double {
    let names = columnNames(width).filter { !$0.isEmpty }
    guard !names.isEmpty else { return 0 }
    return panel.columnsRunUpwards
      ? names.map { context.width($0, .tick) }.max() ?? 0 : context.lineHeight(.tick)
  }

  private var rowNames: [String] {
    let width = panel.rowNameWidth * Figure.pointsPerMillimetre
    return panel.rows.map { context.fit($0, width: width, style: .tick) }
  }

  func insets(_ size: Size) -> Insets {
    let titles = Double(titleLines(size.width).count) * context.lineHeight(.panelTitle)
    let names = rowNames.map { context.width($0, .tick) }.max() ?? 0
    let columnWidth = size.width / Double(max(1, panel.columns.count))
    // Names that run upwards are as wide as a line is high, which may be more than a column.
    let overhang =
      panel.columnsRunUpwards ? max(0, (context.lineHeight(.tick) - columnWidth) / 2) : 0
    return Insets(
      top: titles + columnNamesHeight(size.width) + 4,
      left: max(names > 0 ? names + Self.nameGap : 0, overhang), bottom: 1, right: overhang)
  }

  var legendEntries: [LegendEntry] {
    zip(panel.categories, context.theme.categoryColors).map { name, color in
      LegendEntry(name: name, sample: .swatch(color))
    }
  }

  func place(in frame: PlotFrame, insets: Insets, into layout: inout Layout) {
    let plot = frame.frame
    let titles = titleLines(plot.width)
    let namesTop = plot.minY - 2 - columnNamesHeight(plot.width)
    layout.texts += context.lines(
      titles, .panelTitle, .panelTitle, x: plot.minX,
      top: namesTop - 2 - Double(titles.count) * context.lineHeight(.panelTitle))
    let columnWidth = plot.width / Double(max(1, panel.columns.count))
    for (column, name) in columnNames(plot.width).enumerated() where !name.isEmpty {
      let middle = plot.minX + (Double(column) + 0.5) * columnWidth
      layout.texts.append(
        panel.columnsRunUpwards
          ? context.verticalText(
            name, .tickLabel, .tick, left: middle - context.lineHeight(.tick) / 2,
            middle: plot.minY - 2 - context.width(name, .tick) / 2)
          : context.text(name, .tickLabel, .tick, x: middle, top: namesTop, .center))
    }
    for (row, name) in rowNames.enumerated() {
      let top = plot.minY + places[row] * rowHeight
      if !name.isEmpty {
        layout.texts.append(
          context.text(
            name, .tickLabel, .tick, x: plot.minX - Self.nameGap,
            top: top + (rowHeight - context.lineHeight(.tick)) / 2, .trailing))
      }
      for (column, cell) in panel.cells[row].enumerated() {
        let box = Rectangle(
          minX: plot.minX + Double(column) * columnWidth, minY: top, width: columnWidth,
          height: rowHeight)
        place(cell, in: box, into: &layout)
      }
    }
  }

  private func place(_ cell: TablePanel.Cell, in box: Rectangle, into layout: inout Layout) {
    let theme = context.theme
    let color =
      cell.category.map {
        theme.background.mixed(
          with: theme.categoryColors[$0], share: min(max(cell.strength, 0), 1))
      } ?? theme.background
    layout.fill([.rectangle(box)], color)
    layout.stroke([.rectangle(box)], theme.grid, width: 0.4)
    let text = context.fit(cell.text, width: box.width - 1, style: .tick)
    guard !text.isEmpty else { return }
    let (dark, light) = (Color.gray(0), Color.gray(1))
    layout.texts.append(
      context.text(
        text, .value, .tick, x: box.midX, top: box.midY - context.lineHeight(.tick) / 2, .center,
        color: dark.contrast(with: color) >= light.contrast(with: color) ? dark : light))
  }
}
