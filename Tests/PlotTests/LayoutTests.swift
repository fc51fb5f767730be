import Testing

import Plot

/// No label is cut off, hides another one or lies on a plot, whatever the figure.
@Suite struct LayoutTests {
  static let widths = [60.0, 85, 120, 180, 400]

  @Test(arguments: FigureVariety.figures.map(\.name))
  func everythingHasItsPlace(name: String) throws {
    var figure = try #require(FigureVariety.figures.first { $0.name == name }).figure
    for theme in Theme.all {
      figure.theme = theme
      for width in Self.widths {
        figure.width = width
        do {
          try check(try figure.layout(), figure, "\(name), \(width) mm, \(theme.name)")
        } catch PlotError.tooNarrow {
          // A narrow page has no room for many panels, but a page of two columns has.
          #expect(width < 180, "\(name) does not fit into \(width) mm")
        }
      }
    }
  }

  @Test(arguments: SampleFigures.all.map(\.name))
  func samplesHaveTheirPlace(name: String) throws {
    let figure = try #require(SampleFigures.all.first { $0.name == name }).figure
    try check(try figure.layout(), figure, Comment(rawValue: name))
  }

  private func check(_ layout: Layout, _ figure: Figure, _ name: Comment) throws {
    let texts = layout.texts
    for text in texts {
      #expect(layout.canvas.contains(text.frame), "\(name): '\(text.text)' is cut off")
      #expect(!text.text.isEmpty, "\(name): an empty text")
    }
    for (index, text) in texts.enumerated() {
      for other in texts[(index + 1)...] where text.frame.overlaps(other.frame, tolerance: 0.01) {
        Issue.record("\(name): '\(text.text)' lies on '\(other.text)'")
      }
      checkPlots(text, layout, figure, name)
    }
    for (index, plot) in layout.plots.enumerated() {
      #expect(layout.canvas.contains(plot.frame), "\(name): plot \(index)")
      for other in layout.plots[(index + 1)...] {
        #expect(!plot.frame.overlaps(other.frame), "\(name): plots lie on each other")
      }
    }
    for legend in layout.legends {
      #expect(layout.canvas.contains(legend), "\(name): the legend is cut off")
      #expect(!layout.plots.contains { $0.frame.overlaps(legend) }, "\(name): legend on a plot")
      for text in texts where text.role != .legendEntry {
        #expect(!text.frame.overlaps(legend), "\(name): '\(text.text)' lies on the legend")
      }
    }
    for spot in layout.hotspots {
      let plot = try #require(
        layout.plots.first { $0.row == spot.row && $0.column == spot.column })
      let place = Rectangle(minX: spot.position.x, minY: spot.position.y, width: 0, height: 0)
      #expect(plot.frame.contains(place), "\(name): a hotspot outside of its plot")
    }
  }

  /// Only the labels of cells lie on a plot, and they within a single one.
  private func checkPlots(
    _ text: TextBox, _ layout: Layout, _ figure: Figure, _ name: Comment
  ) {
    for plot in layout.plots where plot.frame.overlaps(text.frame, tolerance: 0.01) {
      let hasTexts =
        switch figure.panels[plot.row][plot.column] {
        case .heat, .table: true
        case .lines, .bars, .blank: false
        }
      guard text.role == .value, hasTexts else {
        Issue.record("\(name): '\(text.text)' lies on a plot")
        continue
      }
      #expect(plot.frame.contains(text.frame), "\(name): '\(text.text)' leaves its plot")
    }
  }

  /// Every row is on one page, in order, and no page is too high.
  @Test(arguments: [100.0, 150, 240, 2000])
  func pagesHoldEveryRow(height: Double) throws {
    var figure = SampleFigures.article()
    let panels = (0..<7).map { row in
      figure.panels[0].map { panel -> Panel in
        guard case .lines(var lines) = panel else { return panel }
        lines.title = "row \(row)"
        return .lines(lines)
      }
    }
    figure.panels = panels
    figure.rowHeadings = ["First", "", "", "Fourth"]
    let pages = figure.pages(height: height)
    #expect(pages.flatMap(\.panels) == panels)
    for (number, page) in pages.enumerated() {
      let layout = try page.layout()
      try check(layout, page, "page \(number) of \(height) mm")
      #expect(layout.canvas.height <= height * Figure.pointsPerMillimetre + 0.01)
      #expect(page.rowHeadings.first?.isEmpty == false)
    }
    if height == 2000 { #expect(pages == [figure] || pages.count == 1) }
    // A row below another that it belongs to is never the first of a page.
    figure.joinedRows = [1, 3, 4, 6]
    let joined = figure.pages(height: height)
    #expect(joined.flatMap(\.panels) == panels)
    var first = 0
    for page in joined {
      // Unless the rows do not fit on one page.
      #expect(
        height < 240 || !figure.joinedRows.contains(first),
        "row \(first) begins a page of \(height) mm")
      #expect(
        page.joinedRows
          == Set(figure.joinedRows.map { $0 - first }.filter(page.panels.indices.contains)))
      first += page.panels.count
    }
  }

  /// Plots become lower so that a figure fits a page, but not lower than asked for, nor than 14 mm.
  @Test func plotsBecomeLowerWhereThatHelps() throws {
    let figure = SampleFigures.article()
    let natural = try figure.layout()
    let height = natural.canvas.height / Figure.pointsPerMillimetre
    let plot = try #require(natural.plots.first).frame.height / Figure.pointsPerMillimetre
    #expect(figure.fitted(height + 1, loweringPlotsTo: 1) == figure)
    let less = 0.3 * plot
    #expect(figure.fitted(height - less, loweringPlotsTo: 0.8) == nil)
    let low = try #require(figure.fitted(height - less, loweringPlotsTo: 0.6))
    let layout = try low.layout()
    try check(layout, low, "lowered")
    #expect(layout.canvas.height <= (height - less) * Figure.pointsPerMillimetre + 0.01)
    #expect(figure.fitted(height - plot + 13, loweringPlotsTo: 0) == nil)
  }

  /// Entries of a row's own legend follow each other; no line is longer than the figure.
  @Test(arguments: [90.0, 180])
  func denseLegendsFillTheirLines(width: Double) throws {
    let names = (0..<12).map { "loss \(String(repeating: "x", count: 1 + $0 * 3 % 11)) \($0)" }
    let panel = Panel.lines(
      LinePanel(
        series: names.enumerated().map { index, name in
          FigureVariety.line([0, 0.1 + 0.05 * Double(index), 1], name: name, style: index)
        }))
    let figure = Figure(panels: [[panel]], legend: .rows, width: width)
    let layout = try figure.layout()
    try check(layout, figure, "\(width) mm")
    let entries = layout.texts.filter { $0.role == .legendEntry }
    #expect(entries.map(\.text).filter { $0 != figure.markName } == names)
    let roomy = try Figure(panels: [[panel]], legend: .bottom, width: width).layout()
    #expect(try #require(layout.legends.first).height < (try #require(roomy.legends.first)).height)
  }

  /// A word that is too long for its line is broken after a hyphen, if it has one there.
  @Test func longWordsBreakAfterHyphens() throws {
    let panel = Panel.lines(
      LinePanel(
        title: "spurious-components, many",
        series: [FigureVariety.line([0, 0.5, 1], name: "x", style: 0)]))
    let texts = try Figure(panels: [[panel, panel]], width: 80).layout().texts
    let lines = texts.filter { $0.role == .panelTitle }.map(\.text)
    #expect(Array(lines.prefix(2)) == ["spurious-", "components, many"])
  }

  /// A single number gives an axis no scale.
  @Test(arguments: [0.9, 1.4, 4.8, 9, 11])
  func lowAxesHaveTwoNumbers(most: Double) throws {
    var figure = Figure(
      panels: [
        [
          .lines(
            LinePanel(series: [FigureVariety.line([0.35, most / 2, most], name: "x", style: 0)]))
        ]
      ], legend: .hidden)
    figure.height = 28
    let layout = try figure.layout()
    let plot = try #require(layout.plots.first).frame
    let numbers = layout.texts.filter { $0.role == .tickLabel && $0.frame.maxX < plot.minX }
    #expect(numbers.count > 1)
  }

  /// The axes of a column are in line, whether they have a strip below them or not.
  @Test func stepsOfAColumnAreInLine() throws {
    var figure = SampleFigures.article()
    figure.panels.append(
      figure.panels[0].map { panel in
        guard case .lines(var lines) = panel else { return panel }
        lines.strip = nil
        lines.x = Axis("step", range: 0...20)
        return .lines(lines)
      })
    for width in [90.0, 180] {
      figure.width = width
      let layout = try figure.layout()
      for column in 0..<2 {
        let rows = (0..<2).map { row in
          Set(layout.hotspots.filter { $0.row == row && $0.column == column }.map(\.position.x))
        }
        #expect(rows[0] == rows[1] && rows[0].count == 21)
      }
    }
  }

  /// Of curves that coincide one is drawn; the panel counts them, and the legend names all, once.
  @Test(arguments: [Legend.bottom, .right, .rows])
  func curvesThatCoincideAreNamed(legend: Legend) throws {
    func panel(_ values: [[Double]]) -> Panel {
      .lines(
        LinePanel(
          series: values.enumerated().map { index, values in
            FigureVariety.line(values, name: "loss \(index)", style: index)
          }, curvesName: "losses"))
    }
    let (rising, bent) = ([0.0, 0.5, 1], [0.0, 0.1, 1])
    var figure = Figure(
      panels: [[panel([rising, bent, rising]), panel([rising, bent, rising])]], legend: legend)
    var layout = try figure.layout()
    try check(layout, figure, "\(legend)")
    func texts(_ role: TextRole) -> [String] {
      layout.texts.filter { $0.role == role }.map(\.text)
    }
    #expect(texts(.coincidence) == ["2 losses coincide", "2 losses coincide"])
    let names = "2 losses coincide: loss 0, loss 2"
    #expect(texts(.legendEntry).joined(separator: " ").contains(names))
    #expect(texts(.legendEntry).filter { $0.contains("loss 0") }.count == 1)
    #expect(texts(.legendEntry).contains("loss 1"))
    #expect(layout.hotspots.count == 2 * 3 * 3)
    figure.panels[0][1] = panel([rising, rising, bent])
    layout = try figure.layout()
    #expect(texts(.coincidence) == ["2 losses coincide (a)", "2 losses coincide (b)"])
    let legends = texts(.legendEntry).joined(separator: " ")
    #expect(legends.contains("(a) loss 0, loss 2") && legends.contains("(b) loss 0, loss 1"))
  }

  /// Rows with other curves have a legend of their own, neighbours with the same share one.
  @Test func legendsStandBelowTheirRows() throws {
    func row(_ names: [String]) -> [Panel] {
      [
        .lines(
          LinePanel(
            series: names.enumerated().map { index, name in
              FigureVariety.line([0, Double(index), 2], name: name, style: index)
            }))
      ]
    }
    let figure = Figure(
      panels: [row(["a", "b"]), row(["a", "b"]), row(["c", "d"])], legend: .rows)
    let layout = try figure.layout()
    try check(layout, figure, "legends of rows")
    // The third is that of the marks.
    #expect(layout.legends.count == 3)
    #expect(layout.legends[0].minY > layout.plots[1].frame.maxY)
    #expect(layout.legends[0].maxY < layout.plots[2].frame.minY)
    #expect(layout.legends[1].minY > layout.plots[2].frame.maxY)
  }

  /// A figure of fixed height fills it.
  @Test(arguments: [120.0, 150, 240])
  func heightIsKept(height: Double) throws {
    var figure = SampleFigures.article()
    figure.height = height
    let layout = try figure.layout()
    #expect(abs(layout.canvas.height - height * Figure.pointsPerMillimetre) < 0.5)
    try check(layout, figure, "\(height) mm high")
  }

  @Test func hotspotsAreThePointsOfTheCurves() throws {
    let layout = try SampleFigures.article().layout()
    for (column, radius) in [60, 5].enumerated() {
      for series in SampleFigures.object(radius: radius).series {
        let spots = layout.hotspots.filter { $0.column == column && $0.series == series.name }
        #expect(spots.map { Point($0.x, $0.y) } == series.points)
        let steps = zip(spots, spots.dropFirst()).map { $1.position.x - $0.position.x }
        for step in steps { #expect(abs(step - steps[0]) < 1e-9) }
      }
    }
  }

  @Test func hotspotsOfHeatMapsAreTheCellsWithData() throws {
    let figure = SampleFigures.heat()
    guard case .heat(let panel) = figure.panels[0][0] else {
      Issue.record("the sample is no heat map")
      return
    }
    let spots = try figure.layout().hotspots.filter { $0.column == 0 }
    #expect(spots.map(\.value) == panel.values.filter { $0 != nil })
    for spot in spots {
      let isInColumn = zip(panel.xEdges, panel.xEdges.dropFirst()).contains {
        $0 < spot.x && spot.x < $1
      }
      #expect(isInColumn)
    }
  }

  @Test func hotspotsOfBarsAreTheirEnds() throws {
    let bars = [Bar(name: "a", value: 2), Bar(name: "b", value: nil), Bar(name: "c", value: -1)]
    let layout = try Figure(panels: [[.bars(BarPanel(bars: bars))]]).layout()
    #expect(layout.hotspots.map(\.series) == ["a", "c"])
    #expect(layout.hotspots.map(\.x) == [2, -1])
    #expect(layout.hotspots[0].position.x > layout.hotspots[1].position.x)
    #expect(layout.hotspots[0].position.y < layout.hotspots[1].position.y)
  }
}
