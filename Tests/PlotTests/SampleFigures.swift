import Foundation

import Plot

/// Figures that resemble those of the project, for tests and for a look at them.
enum SampleFigures {
  static let names = [
    "cross-entropy", "weighted cross-entropy", "focal", "dice", "tversky (α 0.7, β 0.3)",
    "exponential logarithmic", "combo",
  ]

  /// Two panels with strips, like the article's figure.
  static func article(theme: Theme = .light, legend: Legend = .shared) -> Figure {
    Figure(
      title: "Losses against a rising error",
      caption: "Each loss is scaled to its range over the path. Rings mark steps at which a loss "
        + "does not rise. FP and FN count wrong elements.",
      panels: [[.lines(object(radius: 60)), .lines(object(radius: 5))]], legend: legend,
      theme: theme, metadata: ["Software": "sample 1.0", "Configuration": "{\"seed\": 1}"])
  }

  static func object(radius: Int) -> LinePanel {
    let steps = 0...20
    let ticks = steps.map { step in
      AxisTick(
        position: Double(step),
        labels: ["\(step)", "\(step * radius * 9 / 4)", "\(step * radius * 2)"])
    }
    let series = names.enumerated().map { index, name in
      var points = steps.map { step in
        let share = Double(step) / 20
        return Point(Double(step), pow(share, 0.4 + 0.25 * Double(index)))
      }
      var marked: [Int] = []
      if radius < 10 && index >= 3 && index < 6 {
        for step in 12...20 { points[step].y = points[12].y }
        marked = Array(13...20)
      }
      return Series(name: name, style: index, points: points, marked: marked)
    }
    return LinePanel(
      title: radius > 10 ? "Large object (radius 60)" : "Small object (radius 5)",
      x: Axis(
        "step, false positives and false negatives",
        ticks: .labelled(ticks, headings: ["step", "FP", "FN"])),
      y: Axis("scaled loss", range: 0...1), series: series,
      strip: MaskStrip(
        cells: [0, 5, 10, 15, 20].map { cell(step: $0, radius: radius) },
        note: "\(radius * 4) × \(radius * 4) elements around the object"))
  }

  static func cell(step: Int, radius: Int) -> MaskCell {
    let side = radius * 4
    func disc(_ offset: Double) -> [Bool] {
      (0..<side * side).map { index in
        let x = Double(index % side) - Double(side) / 2 + 0.5 - offset
        let y = Double(index / side) - Double(side) / 2 + 0.5
        return x * x + y * y <= Double(radius * radius)
      }
    }
    return MaskCell(
      position: Double(step), label: "\(step)", width: side, height: side, truth: disc(0),
      prediction: disc(Double(step * radius) / 22))
  }

  /// Many curves in one panel, with bands.
  static func many(theme: Theme = .light) -> Figure {
    let series = (0..<32).map { index in
      let points = (0...40).map { step in
        Point(pow(10, Double(step) / 20), sin(Double(step) / 9 + Double(index) / 5) + Double(index))
      }
      let band = Series.Band(
        lower: points.map { $0.y - 0.4 }, upper: points.map { $0.y + 0.4 })
      return Series(name: "loss \(index)", style: index, points: points, band: band)
    }
    let panel = LinePanel(
      title: "Thirty-two curves", x: Axis("radius (elements)", scale: .logarithmic),
      y: Axis("value"), series: series,
      references: [
        ReferenceLine(.horizontal, at: 16, name: "tolerance"), ReferenceLine(.vertical, at: 10),
      ], aspectRatio: 1.1)
    return Figure(panels: [[.lines(panel)]], legend: .right, width: 120, theme: theme)
  }

  /// A heat map over logarithmic radii with contours, marks, gaps and values beyond the limits.
  static func heat(theme: Theme = .light, colorMap: ColorMap = .sequential) -> Figure {
    let radii = (0..<16).map { 2 * pow(50, Double($0) / 15) }
    let steps = (1...20).map(Double.init)
    let values = steps.flatMap { step in
      radii.map { radius -> Double? in
        radius > 80 && step > 15 ? nil : cos(step / 6) * log(radius) / 3
      }
    }
    func region(_ isInside: (Double) -> Bool) -> [Bool] { values.map { $0.map(isInside) ?? false } }
    let panel = HeatPanel(
      title: "Local slope of Dice", x: Axis("radius (elements)", scale: .logarithmic),
      y: Axis("step"), xEdges: HeatPanel.edges(around: radii, scale: .logarithmic),
      yEdges: HeatPanel.edges(around: steps), values: values, range: -0.8...1, colorMap: colorMap,
      contours: [
        HeatContour(cells: region { $0 < 0 }, name: "blind zone, slope at most τ"),
        HeatContour(cells: region { $0 > 0.8 }, name: "steep"),
      ],
      marked: [
        HeatMark(row: 3, column: 4, name: "small object"),
        HeatMark(row: 3, column: 13, name: "large object"),
      ], colorBarLabel: "slope")
    return Figure(panels: [[.heat(panel), .heat(panel)]], theme: theme)
  }

  /// A table drawn as a picture, above bars.
  static func table(theme: Theme = .light) -> Figure {
    let table = HeatPanel(
      title: "Share of cells in which a claim holds",
      x: Axis(
        "confidence",
        ticks: .labelled(
          ["0.6", "0.8", "0.99", "1"].enumerated().map {
            AxisTick(position: Double($0) + 0.5, labels: [$1])
          })),
      y: Axis(
        ticks: .labelled(
          ["claim 3", "claim 2", "claim 1"].enumerated().map {
            AxisTick(position: Double($0) + 0.5, labels: [$1])
          })), xEdges: [0, 1, 2, 3, 4], yEdges: [0, 1, 2, 3],
      values: [0, 0.1, 0.4, nil, 0.3, 0.5, 0.5, 0.6, 0.9, 1, 1, 1], range: 0...1,
      marked: [HeatMark(row: 1, column: 2, name: "default protocol")], colorBarLabel: "share",
      cellLabels: [
        "0 %", "10 %", "40 %", "–", "30 %", "50 %", "50 %", "60 %", "90 %", "100 %",
        "100 %", "100 %",
      ])
    let bars = BarPanel(
      title: "Time", x: Axis("time (ms)", scale: .logarithmic),
      bars: names.enumerated().map { index, name in
        Bar(
          name: name, value: index == 2 ? nil : pow(3, Double(index)) / 40, style: index,
          note: index == 2 ? nil : "\(index) ms")
      }, references: [ReferenceLine(.vertical, at: 1, name: "budget")], groupStarts: [3])
    return Figure(panels: [[.heat(table)], [.bars(bars)]], width: 90, theme: theme)
  }

  /// Every sample by the name of its file.
  static var all: [(name: String, figure: Figure)] {
    var samples = Theme.all.map { (name: "article-\($0.name)", figure: article(theme: $0)) }
    samples.append(("article-right", article(legend: .right)))
    var single = article()
    single.width = 85
    single.panels = single.panels[0].map { [$0] }
    single.rowHeadings = ["First row", "Second row"]
    samples.append(("article-single", single))
    for theme in Theme.all {
      samples.append(("heat-\(theme.name)", heat(theme: theme)))
      samples.append(("table-\(theme.name)", table(theme: theme)))
    }
    samples.append(("heat-diverging", heat(colorMap: .diverging)))
    samples.append(("many", many()))
    samples.append(("many-print", many(theme: .print)))
    return samples
  }
}
