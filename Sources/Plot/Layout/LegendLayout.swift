import Algorithms

/// Places a legend: curves in one section, below it those that stand for several, and all else in a third.
struct LegendLayout {
  private let sections: [Section]
  private let context: LayoutContext

  /// The size of the legend, in points.
  let size: Size

  private static let sampleWidth = 20.0
  private static let sampleGap = 4.0
  private static let columnGap = 12.0
  private static let sectionGap = 3.0

  /// Entries in the order of their first use, in columns that fit into `width`.
  init?(_ entries: [LegendEntry], width: Double, context: LayoutContext) {
    let unique = entries.uniqued().filter { !$0.name.isEmpty }
    guard !unique.isEmpty else { return nil }
    sections = LegendEntry.Section.allCases.map { section in
      unique.filter { $0.section == section }
    }.filter { !$0.isEmpty }
      .map { Section($0, width: width, context: context) }
    size = Size(
      width: sections.map(\.width).max() ?? 0,
      height: sections.map(\.height).reduce(0, +)
        + Double(sections.count - 1) * LegendLayout.sectionGap)
    self.context = context
  }

  /// The width of the widest entry on one line, in points.
  static func naturalWidth(_ entries: [LegendEntry], context: LayoutContext) -> Double {
    sampleWidth + sampleGap + (entries.map { context.width($0.name, .label) }.max() ?? 0)
  }

  func place(at origin: Point, into layout: inout Layout) {
    var top = origin.y
    for section in sections {
      for cell in section.cells {
        let x = origin.x + cell.x
        let y = top + cell.y
        layout.sample(
          cell.entry.sample, left: x, middle: y + context.lineHeight(.label) / 2,
          width: LegendLayout.sampleWidth, theme: context.theme)
        layout.texts += context.lines(
          cell.lines, .legendEntry, .label,
          x: x + LegendLayout.sampleWidth + LegendLayout.sampleGap, top: y)
      }
      top += section.height + LegendLayout.sectionGap
    }
    layout.legends.append(
      Rectangle(minX: origin.x, minY: origin.y, width: size.width, height: size.height))
  }

  /// Entries in columns, filled row by row.
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

    init(_ entries: [LegendEntry], width available: Double, context: LayoutContext) {
      let offset = LegendLayout.sampleWidth + LegendLayout.sampleGap
      let texts = entries.map {
        context.wrap($0.name, width: available - offset, style: .label)
      }
      let widths = texts.map { lines in
        offset + (lines.map { context.width($0, .label) }.max() ?? 0)
      }
      func columnWidths(_ columns: Int) -> [Double] {
        (0..<columns).map { column in
          stride(from: column, to: widths.count, by: columns).map { widths[$0] }.max() ?? 0
        }
      }
      func total(_ columns: [Double]) -> Double {
        columns.reduce(0, +) + Double(columns.count - 1) * LegendLayout.columnGap
      }
      let fitting = (1...entries.count).reversed().first { total(columnWidths($0)) <= available }
      // As few columns as give the same number of rows, so that the last row is not left short.
      let rows = (entries.count - 1) / (fitting ?? 1) + 1
      let balanced = (entries.count - 1) / rows + 1
      let count = total(columnWidths(balanced)) <= available ? balanced : fitting ?? 1
      let columns = columnWidths(count)
      width = total(columns)
      for start in stride(from: 0, to: entries.count, by: count) {
        var x = 0.0
        let row = start..<min(start + count, entries.count)
        for index in row {
          cells.append(Cell(entry: entries[index], lines: texts[index], x: x, y: height))
          x += columns[index - start] + LegendLayout.columnGap
        }
        height += Double(texts[row].map(\.count).max() ?? 1) * context.lineHeight(.label) + 1
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
