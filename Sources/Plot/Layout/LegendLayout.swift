import Algorithms

/// Places a legend: curves in one section, below it those that stand for several, and all else in a third.
struct LegendLayout {
  private let sections: [Section]
  private let look: Look
  private let context: LayoutContext

  /// The size of the legend, in points.
  let size: Size

  private static let sectionGap = 3.0

  /// Entries in the order of their first use, in columns that fit into `width`; dense ones stand one after
  /// the other in small letters.
  init?(
    _ entries: [LegendEntry], width: Double, isDense: Bool = false, context: LayoutContext
  ) {
    let look = isDense ? Look.dense : .roomy
    let unique = entries.uniqued().filter { !$0.name.isEmpty }
    guard !unique.isEmpty else { return nil }
    sections = LegendEntry.Section.allCases.map { section in
      unique.filter { $0.section == section }
    }.filter { !$0.isEmpty }
      .map { Section($0, width: width, look: look, context: context) }
    size = Size(
      width: sections.map(\.width).max() ?? 0,
      height: sections.map(\.height).reduce(0, +)
        + Double(sections.count - 1) * LegendLayout.sectionGap)
    self.look = look
    self.context = context
  }

  /// The width of the widest entry on one line, in points.
  static func naturalWidth(_ entries: [LegendEntry], context: LayoutContext) -> Double {
    Look.roomy.offset + (entries.map { context.width($0.name, .label) }.max() ?? 0)
  }

  func place(at origin: Point, into layout: inout Layout) {
    var top = origin.y
    for section in sections {
      for cell in section.cells {
        let x = origin.x + cell.x
        let y = top + cell.y
        layout.sample(
          cell.entry.sample, left: x, middle: y + context.lineHeight(look.style) / 2,
          width: look.sampleWidth, theme: context.theme)
        layout.texts += context.lines(
          cell.lines, .legendEntry, look.style, x: x + look.offset, top: y)
      }
      top += section.height + LegendLayout.sectionGap
    }
    layout.legends.append(
      Rectangle(minX: origin.x, minY: origin.y, width: size.width, height: size.height))
  }

  /// Sizes of letters and samples.
  private struct Look {
    var style: TextStyle
    var sampleWidth: Double
    var sampleGap: Double
    var columnGap: Double
    var isDense: Bool

    /// The distance from the left edge of an entry to its text.
    var offset: Double { sampleWidth + sampleGap }

    static let roomy = Look(
      style: .label, sampleWidth: 20, sampleGap: 4, columnGap: 12, isDense: false)
    static let dense = Look(
      style: .tick, sampleWidth: 15, sampleGap: 3, columnGap: 10, isDense: true)
  }

  /// Entries in rows from the left, of which the roomy look makes columns.
  private struct Section {
    struct Cell {
      var entry: LegendEntry
      var lines: [String]
      var x: Double
      var y: Double
    }

    var cells: [Cell] = []
    var width = 0.0
    var height = 0.0

    init(
      _ entries: [LegendEntry], width available: Double, look: Look, context: LayoutContext
    ) {
      let texts = entries.map {
        context.wrap($0.name, width: available - look.offset, style: look.style)
      }
      let widths = texts.map { lines in
        look.offset + (lines.map { context.width($0, look.style) }.max() ?? 0)
      }
      let rows =
        look.isDense
        ? Self.lines(widths, available: available, gap: look.columnGap)
        : Self.table(widths, available: available, gap: look.columnGap)
      for row in rows {
        for (index, x) in row {
          cells.append(Cell(entry: entries[index], lines: texts[index], x: x, y: height))
          width = max(width, x + widths[index])
        }
        let lineCount = row.map { texts[$0.index].count }.max() ?? 1
        height += Double(lineCount) * context.lineHeight(look.style) + 1
      }
    }

    private typealias Row = [(index: Int, x: Double)]

    /// Entries one after the other, as many on a line as fit.
    private static func lines(_ widths: [Double], available: Double, gap: Double) -> [Row] {
      var rows: [Row] = []
      var x = Double.infinity
      for (index, width) in widths.enumerated() {
        if x + width > available {
          rows.append([])
          x = 0
        }
        rows[rows.count - 1].append((index, x))
        x += width + gap
      }
      return rows
    }

    /// Entries in columns, filled row by row.
    private static func table(_ widths: [Double], available: Double, gap: Double) -> [Row] {
      func columnWidths(_ columns: Int) -> [Double] {
        (0..<columns).map { column in
          stride(from: column, to: widths.count, by: columns).map { widths[$0] }.max() ?? 0
        }
      }
      func total(_ columns: [Double]) -> Double {
        columns.reduce(0, +) + Double(columns.count - 1) * gap
      }
      let fitting = (1...widths.count).reversed().first { total(columnWidths($0)) <= available }
      // As few columns as give the same number of rows, so that the last row is not left short.
      let rows = (widths.count - 1) / (fitting ?? 1) + 1
      let balanced = (widths.count - 1) / rows + 1
      let count = total(columnWidths(balanced)) <= available ? balanced : fitting ?? 1
      let columns = columnWidths(count)
      let lefts = columns.indices.map { total(Array(columns[..<$0])) + gap }
      return widths.indices.chunks(ofCount: count).map { row in
        row.map { (index: $0, x: lefts[$0 - row.startIndex]) }
      }
    }
  }
}

extension Layout {
  /// Draws the sample of a legend entry.
  mutating func sample(
    _ sample: LegendEntry.Sample, left: Double, middle: Double, width: Double, theme: Theme
  ) {
    let center = Point(left + width / 2, middle)
    let line = PathElement.line(Point(left, middle), Point(left + width, middle))
    let box = Rectangle(minX: center.x - 5, minY: middle - 3, width: 10, height: 6)
    let swatch = PathElement.rectangle(box)
    switch sample {
    case .series(let index):
      let style = SeriesStyle(index: index, theme: theme)
      stroke([line], style.color, width: Self.curveWidth, dash: style.dash.lengths)
      marker(style.marker, at: center, color: style.color, theme: theme)
    case .group(let index):
      let style = SeriesStyle(index: index, theme: theme)
      stroke([line], style.color, width: Self.groupWidth, dash: style.dash.lengths)
      marker(style.marker, at: center, color: style.color, theme: theme)
    case .points(let index):
      let style = SeriesStyle(index: index, theme: theme)
      marker(style.marker, at: center, color: style.color, theme: theme)
    case .mark:
      mark(at: center, theme: theme)
    case .swatch(let color):
      fill([swatch], color)
      stroke([swatch], theme.axis, width: 0.35)
    case .outline:
      fill([swatch], theme.trueNegative)
      stroke([swatch], theme.outline, width: 0.7)
    case .reference:
      stroke([line], theme.axis, width: 0.5, dash: [2, 2])
    case .contour(let index):
      contour([line], index: index, theme: theme)
    case .cellMark(let index):
      cellMark([box], index: index, theme: theme)
    case .noData:
      hatch([box], theme: theme)
      stroke([swatch], theme.axis, width: 0.35)
    }
  }
}
