import Algorithms

extension Figure {
  package static let pointsPerMillimetre = 72 / 25.4

  /// Where everything stands. Throws where the figure cannot be drawn as it is described.
  public func layout() throws -> Layout {
    try layout(font: Font())
  }

  func layout(font: Font) throws -> Layout {
    guard Figure.widths.contains(width) else { throw PlotError.widthOutOfRange(width) }
    guard panels.contains(where: { !$0.isEmpty }) else { throw PlotError.noPanels }
    let context = LayoutContext(theme: theme, font: font)
    var grid: [[(any PanelLayout)?]] = []
    for row in panels {
      var layouts: [(any PanelLayout)?] = []
      for panel in row {
        layouts.append(try panel.layout(markName: markName, context: context))
      }
      grid.append(layouts)
    }
    return try FigureLayout(figure: self, context: context, grid: Self.joined(grid)).placed()
  }

  /// Tells curves what they share with other panels: the strips of their column, and the letters of groups
  /// of curves that coincide.
  private static func joined(
    _ grid: [[(any PanelLayout)?]]
  ) -> [[(any PanelLayout)?]] {
    let groups = Array(
      grid.joined().compactMap { $0 as? LinePanelLayout }.flatMap(\.coincidences).uniqued())
    let letters = Dictionary(
      uniqueKeysWithValues: groups.count > 1
        ? groups.enumerated().map { ($1, Coincidence.letter($0)) } : [])
    return grid.map { row in
      row.enumerated().map { column, panel in
        guard var lines = panel as? LinePanelLayout else { return panel }
        lines.letters = letters
        lines.columnStrips = grid.compactMap { other in
          other.indices.contains(column) ? (other[column] as? LinePanelLayout)?.strip : nil
        }
        return lines
      }
    }
  }
}

extension Panel {
  fileprivate func layout(
    markName: String, context: LayoutContext
  ) throws -> (any PanelLayout)? {
    switch self {
    case .lines(let panel):
      try LinePanelLayout(panel, markName: markName, context: context)
    case .heat(let panel):
      try HeatPanelLayout(panel, context: context)
    case .bars(let panel):
      try BarPanelLayout(panel, context: context)
    case .table(let panel):
      try TablePanelLayout(panel, context: context)
    case .blank:
      nil
    }
  }
}

/// Places title, panels, legend and caption of a figure below each other.
struct FigureLayout {
  let figure: Figure
  let context: LayoutContext
  let grid: [[(any PanelLayout)?]]

  private static let margin = 5.0
  private static let columnGap = 9.0
  private static let rowGap = 8.0
  private static let blockGap = 6.0
  private static let legendGap = 3.0
  private static let smallestPlot = Size(width: 24, height: 30)

  private var width: Double { figure.width * Figure.pointsPerMillimetre }
  private var contentWidth: Double { width - 2 * FigureLayout.margin }

  private func entries(ofRow row: Int) -> [LegendEntry] {
    grid[row].flatMap { $0?.legendEntries ?? [] }
  }

  /// The legend below each row, where rows have their own; that of neighbours with the same curves stands
  /// below the last of them.
  private func rowLegends(width: Double) -> [LegendLayout?] {
    guard figure.legend == .rows else { return grid.map { _ in nil } }
    let curves = grid.indices.map { row in
      Array(entries(ofRow: row).filter { $0.section != .others }.uniqued())
    }
    return curves.indices.map { row in
      row + 1 < curves.count && curves[row + 1] == curves[row]
        ? nil : LegendLayout(curves[row], width: width, isDense: true, context: context)
    }
  }

  func placed() throws -> Layout {
    var layout = Layout()
    let all = grid.indices.flatMap(entries)
    let entries = figure.legend == .rows ? all.filter { $0.section == .others } : all
    let isBeside = figure.legend == .right && !entries.isEmpty
    let legendWidth =
      isBeside
      ? min(LegendLayout.naturalWidth(entries, context: context), contentWidth * 0.35)
      : contentWidth
    let legend =
      figure.legend == .hidden
      ? nil : LegendLayout(entries, width: legendWidth, context: context)
    let panelsWidth =
      contentWidth - (isBeside ? legendWidth + FigureLayout.columnGap : 0)

    var top = FigureLayout.margin
    place(figure.title, .figureTitle, .figureTitle, top: &top, into: &layout)
    let caption = context.wrap(figure.caption ?? "", width: contentWidth, style: .tick)
    let captionHeight =
      caption.isEmpty
      ? 0 : FigureLayout.blockGap + Double(caption.count) * context.lineHeight(.tick)
    let legendHeight = legend.map { $0.size.height + FigureLayout.blockGap } ?? 0
    let rest = (isBeside ? 0 : legendHeight) + captionHeight + FigureLayout.margin
    let solved = try solve(width: panelsWidth, above: top, below: rest)

    let panelsTop = top
    place(solved, width: panelsWidth, top: &top, into: &layout)
    if let legend {
      if isBeside {
        let x = width - FigureLayout.margin - legendWidth
        legend.place(at: Point(x, panelsTop), into: &layout)
        top = max(top, panelsTop + legend.size.height)
      } else {
        let x = (width - legend.size.width) / 2
        legend.place(at: Point(x, top + FigureLayout.blockGap), into: &layout)
        top += legendHeight
      }
    }
    layout.texts += context.lines(
      caption, .caption, .tick, x: FigureLayout.margin, top: top + FigureLayout.blockGap)
    top += captionHeight + FigureLayout.margin
    layout.canvas = Rectangle(
      minX: 0, minY: 0, width: width,
      height: max(top, (figure.height ?? 0) * Figure.pointsPerMillimetre))
    return layout
  }

  /// Adds lines over the whole width and moves `top` below them.
  private func place(
    _ text: String?, _ role: TextRole, _ style: TextStyle, top: inout Double,
    into layout: inout Layout
  ) {
    let lines = context.wrap(text ?? "", width: contentWidth, style: style)
    guard !lines.isEmpty else { return }
    layout.texts += context.lines(lines, role, style, x: FigureLayout.margin, top: top)
    top += Double(lines.count) * context.lineHeight(style) + FigureLayout.blockGap
  }

  // MARK: Sizes

  /// The sizes of the plots and the room around them, by column and row.
  private struct Solution {
    var plotWidth: Double
    var plotHeights: [Double]
    var left: [Double]
    var right: [Double]
    var top: [Double]
    var bottom: [Double]
    var headings: [[String]]
    var legends: [LegendLayout?]
  }

  private var columns: Int { grid.map(\.count).max() ?? 1 }

  private func headingLines(_ row: Int, width: Double) -> [String] {
    guard figure.rowHeadings.indices.contains(row) else { return [] }
    return context.wrap(figure.rowHeadings[row], width: width, style: .panelTitle)
  }

  /// Finds plots of equal width that leave just the room their labels need.
  ///
  /// The labels depend on the size of the plots, so the room is taken from a guess and the guess
  /// is mended; room at the sides only grows, which ends the search.
  private func solve(
    width: Double, above: Double, below: Double
  ) throws -> Solution {
    let rows = grid.indices
    var solution = Solution(
      plotWidth: max(FigureLayout.smallestPlot.width, width / Double(columns) - 40),
      plotHeights: [], left: Array(repeating: 0, count: columns),
      right: Array(repeating: 0, count: columns), top: Array(repeating: 0, count: grid.count),
      bottom: Array(repeating: 0, count: grid.count),
      headings: rows.map { headingLines($0, width: width) }, legends: rowLegends(width: width))
    var lack = 0.0
    for _ in 0..<8 {
      let before = solution
      solution.plotHeights = grid.map { row in
        row.compactMap { $0?.preferredHeight(width: solution.plotWidth) }.max() ?? 0
      }
      grow(&solution)
      lack = stretch(&solution, above: above, below: below)
      grow(&solution)
      let labels = (solution.left + solution.right).reduce(0, +)
      let gaps = Double(columns - 1) * FigureLayout.columnGap
      solution.plotWidth = (width - labels - gaps) / Double(columns)
      guard solution.plotWidth >= FigureLayout.smallestPlot.width else {
        throw PlotError.tooNarrow(millimetres: figure.width, columns: columns)
      }
      if solution.plotWidth == before.plotWidth, solution.plotHeights == before.plotHeights {
        break
      }
    }
    guard let height = figure.height, lack > 0 else { return solution }
    throw PlotError.tooLow(
      millimetres: height, needed: (height + lack / Figure.pointsPerMillimetre).rounded(.up))
  }

  /// Enlarges the room at the sides of the plots to what their labels need, and takes the room
  /// above and below from the plots as they are now.
  private func grow(_ solution: inout Solution) {
    for (row, panels) in grid.enumerated() {
      (solution.top[row], solution.bottom[row]) = (0, 0)
      let size = Size(width: solution.plotWidth, height: solution.plotHeights[row])
      for (column, panel) in panels.enumerated() {
        guard let insets = panel?.insets(size) else { continue }
        solution.left[column] = max(solution.left[column], insets.left)
        solution.right[column] = max(solution.right[column], insets.right)
        solution.top[row] = max(solution.top[row], insets.top)
        solution.bottom[row] = max(solution.bottom[row], insets.bottom)
      }
    }
  }

  private func height(_ solution: Solution) -> Double {
    let headings = solution.headings.map { lines in
      lines.isEmpty ? 0 : Double(lines.count) * context.lineHeight(.panelTitle) + 4
    }
    let legends = solution.legends.map { $0.map { $0.size.height + Self.legendGap } ?? 0 }
    return (solution.plotHeights + solution.top + solution.bottom + headings + legends)
      .reduce(0, +) + Double(grid.count - 1) * FigureLayout.rowGap
  }

  /// Gives the plots that are flexible an equal share of what is left of the figure's height, and
  /// returns by how much the figure is too low.
  private func stretch(_ solution: inout Solution, above: Double, below: Double) -> Double {
    guard let total = figure.height else { return 0 }
    let height = total * Figure.pointsPerMillimetre - above - below
    let flexible = grid.indices.filter { row in
      grid[row].contains { $0?.isFlexible ?? false }
    }
    let missing = height - self.height(solution)
    let share = flexible.isEmpty ? 0 : missing / Double(flexible.count)
    for row in flexible { solution.plotHeights[row] += share }
    guard let lowest = flexible.map({ solution.plotHeights[$0] }).min() else {
      return max(0, -missing)
    }
    let shortage = max(0, FigureLayout.smallestPlot.height - lowest)
    for row in flexible {
      solution.plotHeights[row] = max(solution.plotHeights[row], FigureLayout.smallestPlot.height)
    }
    return shortage * Double(flexible.count)
  }

  // MARK: Placing

  /// Adds the panels and moves `top` below them.
  private func place(
    _ solution: Solution, width: Double, top: inout Double, into layout: inout Layout
  ) {
    for (row, panels) in grid.enumerated() {
      if row > 0 { top += FigureLayout.rowGap }
      let heading = solution.headings[row]
      if !heading.isEmpty {
        layout.texts += context.lines(
          heading, .rowHeading, .panelTitle, x: FigureLayout.margin, top: top)
        top += Double(heading.count) * context.lineHeight(.panelTitle) + 4
      }
      var x = FigureLayout.margin
      for (column, panel) in panels.enumerated() {
        let frame = PlotFrame(
          row: row, column: column,
          frame: Rectangle(
            minX: x + solution.left[column], minY: top + solution.top[row],
            width: solution.plotWidth, height: solution.plotHeights[row]))
        if let panel {
          layout.plots.append(frame)
          let insets = Insets(
            top: solution.top[row], left: solution.left[column], bottom: solution.bottom[row],
            right: solution.right[column])
          panel.place(in: frame, insets: insets, into: &layout)
        }
        x = frame.frame.maxX + solution.right[column] + FigureLayout.columnGap
      }
      top += solution.top[row] + solution.plotHeights[row] + solution.bottom[row]
      if let legend = solution.legends[row] {
        let left = FigureLayout.margin + (width - legend.size.width) / 2
        legend.place(at: Point(left, top + Self.legendGap), into: &layout)
        top += legend.size.height + Self.legendGap
      }
    }
  }
}
