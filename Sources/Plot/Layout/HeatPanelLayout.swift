import Algorithms

/// Places the cells, contours, marks and colour bar of a `HeatPanel`.
struct HeatPanelLayout: PanelLayout {
  private let panel: HeatPanel
  private let axes: AxesLayout
  private let colorBar: ColorBarLayout
  /// The names of the kinds of marks, in the order of their first use.
  private let markNames: [String]
  private let context: LayoutContext

  init(_ panel: HeatPanel, context: LayoutContext) throws {
    var panel = panel
    // What is not finite, or too large for differences, has no colour.
    panel.values = panel.values.map { $0.flatMap(AxisScale.linear.transformed) }
    try panel.validate()
    self.panel = panel
    self.context = context
    axes = AxesLayout(
      title: panel.title, x: panel.x, y: panel.y, xDomain: try panel.x.domain(of: panel.xEdges),
      yDomain: try panel.y.domain(of: panel.yEdges), xPadding: 0, yPadding: 0, showsGrid: false,
      context: context)
    colorBar = ColorBarLayout(panel, context: context)
    markNames = Array(panel.marked.map(\.name).uniqued())
  }

  func preferredHeight(width: Double) -> Double {
    panel.cellLabels.isEmpty
      ? max(45, width * panel.aspectRatio)
      // A table of few rows still has room for the whole name of its colours.
      : max(30, Double(panel.rows) * rowHeight, colorBar.labelLength)
  }

  /// The height of a row of a table; those of long tables are narrow, so that they fit on a page.
  private var rowHeight: Double {
    (panel.rows > 24 ? 1.25 : 1.8) * context.lineHeight(.tick)
  }

  func insets(_ size: Size) -> Insets {
    var insets = axes.insets(size)
    insets.right = max(insets.right, colorBar.width(height: size.height))
    return insets
  }

  var legendEntries: [LegendEntry] {
    let contours = panel.contours.enumerated().map {
      LegendEntry(name: $1.name, sample: .contour($0))
    }
    let marks = markNames.enumerated().map { LegendEntry(name: $1, sample: .cellMark($0)) }
    let gaps =
      panel.values.contains(nil) ? [LegendEntry(name: "no data", sample: .noData)] : []
    return contours + marks + gaps
  }

  func place(in frame: PlotFrame, insets: Insets, into layout: inout Layout) {
    let plot = frame.frame
    let cells = Cells(panel, x: axes.xMap(plot), y: axes.yMap(plot), plot: plot)
    placeCells(cells, into: &layout)
    for (index, contour) in panel.contours.enumerated() {
      let loops = RegionBoundary.loops(
        width: panel.columns, height: panel.rows, inside: contour.cells)
      layout.contour(
        loops.map { .polygon($0.map(cells.corner)) }, index: index, theme: context.theme,
        clip: [.rectangle(plot.expanded(by: 1))])
    }
    axes.place(in: plot, insets: insets, into: &layout)
    layout.stroke([.rectangle(plot)], context.theme.axis, width: 0.5)
    for (index, name) in markNames.enumerated() {
      let boxes = panel.marked.filter { $0.name == name }
        .map { cells.box(row: $0.row, column: $0.column).enlarged(to: 5) }
      layout.cellMark(boxes, index: index, theme: context.theme)
    }
    colorBar.place(beside: plot, into: &layout)
    placeTexts(cells, frame: frame, into: &layout)
  }

  private func placeCells(_ cells: Cells, into layout: inout Layout) {
    var gaps: [Rectangle] = []
    for row in 0..<panel.rows {
      for column in 0..<panel.columns {
        let box = cells.box(row: row, column: column)
        guard let value = panel.values[row * panel.columns + column] else {
          gaps.append(box)
          continue
        }
        // A cell reaches under its neighbours, so that no background shines through between them.
        let color = colorBar.color(value)
        layout.fill([.rectangle(box.expanded(by: 0.2))], color, clip: [.rectangle(cells.plot)])
      }
    }
    layout.hatch(gaps, theme: context.theme)
  }

  /// The texts of the cells where every one of them has room, and none otherwise: a number that is cut
  /// off is another number, and one of few that are shown looks like a finding.
  private func labels(_ cells: Cells) -> [String] {
    let texts = panel.cellLabels.map { context.fit($0, width: .infinity, style: .tick) }
    let hasRoom = texts.indices.allSatisfy { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: panel.columns)
      let box = cells.box(row: row, column: column)
      return box.height >= context.lineHeight(.tick)
        && context.width(texts[index], .tick) <= box.width - 1
    }
    return hasRoom ? texts : []
  }

  private func placeTexts(_ cells: Cells, frame: PlotFrame, into layout: inout Layout) {
    let labels = labels(cells)
    for row in 0..<panel.rows {
      for column in 0..<panel.columns {
        let index = row * panel.columns + column
        let box = cells.box(row: row, column: column)
        let value = panel.values[index]
        if let value, cells.isInside(row: row, column: column) {
          let center = cells.center(row: row, column: column)
          layout.hotspots.append(
            Hotspot(
              row: frame.row, column: frame.column, series: panel.colorBarLabel, x: center.x,
              y: center.y, value: value, position: Point(box.midX, box.midY)))
        }
        guard !labels.isEmpty, !labels[index].isEmpty else { continue }
        layout.texts.append(
          context.text(
            labels[index], .value, .tick, x: box.midX,
            top: box.midY - context.lineHeight(.tick) / 2,
            .center, color: textColor(on: value.map(colorBar.color) ?? context.theme.background)))
      }
    }
  }

  private func textColor(on background: Color) -> Color {
    let (dark, light) = (Color.gray(0), Color.gray(1))
    return dark.contrast(with: background) >= light.contrast(with: background) ? dark : light
  }
}

/// The cells of a heat map in a plot.
private struct Cells {
  let panel: HeatPanel
  let x: AxisMap
  let y: AxisMap
  let plot: Rectangle

  init(_ panel: HeatPanel, x: AxisMap, y: AxisMap, plot: Rectangle) {
    self.panel = panel
    self.x = x
    self.y = y
    self.plot = plot
  }

  /// The place of a corner of the grid of cells, counted along x and y.
  func corner(_ corner: Point) -> Point {
    Point(
      x(panel.xEdges[Int(corner.x)]) ?? plot.minX, y(panel.yEdges[Int(corner.y)]) ?? plot.maxY)
  }

  /// The part of a cell within the plot.
  func box(row: Int, column: Int) -> Rectangle {
    let lower = corner(Point(Double(column), Double(row)))
    let upper = corner(Point(Double(column + 1), Double(row + 1)))
    let left = min(max(lower.x, plot.minX), plot.maxX)
    let top = min(max(upper.y, plot.minY), plot.maxY)
    return Rectangle(
      minX: left, minY: top, width: min(max(upper.x, plot.minX), plot.maxX) - left,
      height: min(max(lower.y, plot.minY), plot.maxY) - top)
  }

  /// The middle of a cell in data coordinates.
  func center(row: Int, column: Int) -> Point {
    func middle(_ edges: [Double], _ index: Int, _ scale: AxisScale) -> Double {
      let places = edges[index...index + 1].compactMap(scale.transformed)
      return scale.value(places.reduce(0, +) / 2)
    }
    return Point(middle(panel.xEdges, column, x.scale), middle(panel.yEdges, row, y.scale))
  }

  func isInside(row: Int, column: Int) -> Bool {
    let center = center(row: row, column: column)
    return x.contains(center.x) && y.contains(center.y)
  }
}

extension HeatPanel {
  /// Throws where lists do not fit together.
  fileprivate func validate() throws(PlotError) {
    for (name, edges, axis) in [("x", xEdges, x), ("y", yEdges, y)] {
      let places = edges.compactMap(axis.scale.transformed)
      guard places.count == edges.count, places.count > 1,
        places.adjacentPairs().allSatisfy({ $0 < $1 })
      else { throw .invalidEdges(axis: name, panel: title) }
    }
    func check(_ what: String, _ count: Int) throws(PlotError) {
      guard count == rows * columns else {
        throw .countMismatch(what: what, panel: title, count: count, expected: rows * columns)
      }
    }
    try check("values", values.count)
    for contour in contours {
      try check("cells in the contour '\(contour.name)'", contour.cells.count)
    }
    if !cellLabels.isEmpty { try check("labels of cells", cellLabels.count) }
    for mark in marked
    where !(0..<rows).contains(mark.row) || !(0..<columns).contains(mark.column) {
      throw .noSuchCell(
        mark: mark.name, row: mark.row, column: mark.column, rows: rows, columns: columns)
    }
    if let range,
      [range.lowerBound, range.upperBound].contains(where: {
        AxisScale.linear.transformed($0) == nil
      })
    {
      throw .invalidRange(
        axis: colorBarLabel, lower: range.lowerBound, upper: range.upperBound)
    }
  }
}

extension Rectangle {
  /// The rectangle around the same middle that is at least `side` wide and high.
  fileprivate func enlarged(to side: Double) -> Rectangle {
    let (width, height) = (max(width, side), max(height, side))
    return Rectangle(minX: midX - width / 2, minY: midY - height / 2, width: width, height: height)
  }
}
