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
    if let legend = layout.legend {
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
      guard text.role == .value, case .heat = figure.panels[plot.row][plot.column] else {
        Issue.record("\(name): '\(text.text)' lies on a plot")
        continue
      }
      #expect(plot.frame.contains(text.frame), "\(name): '\(text.text)' leaves its plot")
    }
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
