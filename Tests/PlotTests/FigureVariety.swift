import Foundation

import Plot

/// Figures that put the layout to the test.
enum FigureVariety {
  static let longName =
    "a loss with a very long name that says what it is, with α = 0.3, β = 0.7 and γ = 4/3"

  static func line(_ values: [Double], name: String = "curve", style: Int = 0) -> Series {
    Series(
      name: name, style: style, points: values.enumerated().map { Point(Double($0), $1) },
      marked: [1])
  }

  static func panel(
    _ values: [Double], title: String = "A panel", x: Axis = Axis("step"), y: Axis = Axis("value")
  ) -> Panel {
    .lines(LinePanel(title: title, x: x, y: y, series: [line(values)]))
  }

  /// Panels with one difficulty each.
  static var panels: [(name: String, panel: Panel)] {
    let rising = [0.0, 0.5, 0.7, 1]
    let band = Series.Band(lower: [-1, 0, 0.2, 0.4], upper: [0.4, 0.9, 1.3, 2])
    return [
      ("plain", panel(rising)),
      ("huge", panel([-3e299, 1e300, 9.9e299])),
      ("tiny", panel([1e-300, 3e-300, 2e-300])),
      ("negative", panel([-1e7, -99_999.5, -12.25])),
      ("near 1", panel([1.000001, 1.000002, 1.000003])),
      ("logarithmic", panel([1e-9, 1, 1e12], y: Axis("value", scale: .logarithmic))),
      ("narrow logarithmic", panel([2.1, 2.9, 4.4], y: Axis("value", scale: .logarithmic))),
      ("not positive", panel([-1, 0, -5], y: Axis("value", scale: .logarithmic))),
      ("single point", panel([3])),
      ("no point", panel([])),
      ("constant", panel([7, 7, 7])),
      ("gaps", panel([.nan, 1, .infinity, 3, .nan, 5, -.infinity])),
      ("no words", panel(rising, title: "", x: Axis(), y: Axis())),
      (
        "long words",
        panel(rising, title: longName, x: Axis(longName), y: Axis(longName + longName))
      ),
      ("far outside", panel([0, 1e9, -1e9, 1], y: Axis("value", range: 0...1))),
      (
        "band",
        .lines(
          LinePanel(
            title: "Band",
            series: [
              Series(
                name: "mean", style: 1, points: rising.enumerated().map { Point(Double($0), $1) },
                band: band)
            ],
            references: [
              ReferenceLine(.horizontal, at: 0.5, name: "half"), ReferenceLine(.vertical, at: 99),
            ]))
      ),
      ("article", .lines(SampleFigures.object(radius: 60))),
      ("small object", .lines(SampleFigures.object(radius: 5))),
      ("heat", SampleFigures.heat().panels[0][0]),
      ("table", SampleFigures.table().panels[0][0]),
      ("bars", SampleFigures.table().panels[1][0]),
      (
        "long bars",
        .bars(
          BarPanel(
            title: "Bars", x: Axis("difference"),
            bars: [
              Bar(name: longName, value: -3, note: longName), Bar(name: "", value: 12.5),
              Bar(name: "missing", value: nil), Bar(name: "not a number", value: .nan, note: "NaN"),
            ], groupStarts: [0, 2]))
      ),
      ("no bars", .bars(BarPanel(bars: []))),
      (
        "one cell",
        .heat(
          HeatPanel(
            x: Axis("x"), y: Axis("y"), xEdges: [0, 1], yEdges: [-1, 1], values: [3],
            colorMap: .diverging, colorBarLabel: longName, cellLabels: [longName]))
      ),
      (
        "categories",
        .table(
          TablePanel(
            title: "A table", columns: ["holds", "in part"], rows: ["slide", longName],
            cells: [
              [.init("12", category: 0), .init("3", category: 1, strength: 0.2)],
              [.init("–"), .init(longName, category: 1, strength: 7)],
            ], categories: ["holds", "holds in part"], groupStarts: [1]))
      ),
      (
        "narrow table",
        .table(
          TablePanel(
            columns: (0..<12).map { "column \($0)" }, columnsRunUpwards: true, rows: ["", ""],
            cells: (0..<2).map { _ in (0..<12).map { .init("\($0)") } }))
      ),
      ("blank", .blank),
    ]
  }

  /// Figures that each panel takes part in, alone and in grids, with every place of the legend.
  static var figures: [(name: String, figure: Figure)] {
    let legends: [Legend] = [.bottom, .right, .hidden]
    var figures = panels.enumerated().map { index, entry in
      (
        name: entry.name,
        figure: Figure(
          title: index % 3 == 0 ? longName : nil, caption: index % 4 == 0 ? longName : nil,
          panels: [[entry.panel]], legend: legends[index % 3])
      )
    }
    let all = panels.map(\.panel)
    for columns in 2...3 {
      for start in stride(from: 0, to: all.count, by: 4) {
        let row = (0..<columns).map { all[(start + $0) % all.count] }
        let other = (0..<columns).map { all[(start + columns + 5 * $0) % all.count] }
        figures.append(
          (
            name: "\(columns) columns from \(panels[start].name)",
            figure: Figure(
              title: "Title", caption: longName, panels: [row, other],
              rowHeadings: ["First row", longName], legend: legends[start / 4 % 3])
          ))
      }
    }
    return figures
  }
}

/// Random numbers that a seed makes again (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
