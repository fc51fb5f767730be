import Foundation
import Testing

import Plot

/// Every error is reached by the mistake that it names, and says what was expected.
@Suite struct PlotErrorTests {
  private func heat(
    values: Int = 4, xEdges: [Double] = [0, 1, 2], scale: AxisScale = .linear,
    range: ClosedRange<Double>? = nil, contour: Int = 4, labels: Int = 0, row: Int = 0
  ) -> Figure {
    let panel = HeatPanel(
      title: "map", x: Axis(scale: scale), xEdges: xEdges, yEdges: [1, 2, 3],
      values: Array(repeating: 1, count: values), range: range,
      contours: [HeatContour(cells: Array(repeating: true, count: contour), name: "all")],
      marked: [HeatMark(row: row, column: 0, name: "here")], colorBarLabel: "bar",
      cellLabels: Array(repeating: "1", count: labels))
    return Figure(panels: [[.heat(panel)]])
  }

  @Test func figures() throws {
    #expect(throws: PlotError.noPanels) { try Figure(panels: []).layout() }
    #expect(throws: PlotError.noPanels) { try Figure(panels: [[], []]).layout() }
    var figure = SampleFigures.article()
    for width in [59.9, 400.1, .nan, -1] {
      figure.width = width
      do {
        _ = try figure.layout()
        Issue.record("a width of \(width) mm was taken")
      } catch PlotError.widthOutOfRange(let reported) {
        #expect(reported == width || width.isNaN)
      }
    }
    figure.width = 60
    figure.panels = [Array(repeating: figure.panels[0][0], count: 4)]
    #expect(throws: PlotError.tooNarrow(millimetres: 60, columns: 4)) { try figure.layout() }
  }

  @Test func tooLowSaysWhatIsNeeded() throws {
    var figure = SampleFigures.article()
    figure.height = 20
    do {
      _ = try figure.layout()
      Issue.record("20 mm were enough")
    } catch PlotError.tooLow(let millimetres, let needed) {
      #expect(millimetres == 20)
      figure.height = needed
      #expect(try figure.layout().canvas.height > 20)
    }
  }

  @Test func resolutions() {
    for resolution in [35.9, 1200.1, .infinity, 0, -300] {
      #expect(throws: PlotError.resolutionOutOfRange(resolution)) {
        try SampleFigures.article().png(dotsPerInch: resolution)
      }
    }
  }

  @Test func axes() {
    let bad: [(AxisScale, ClosedRange<Double>)] = [
      (.logarithmic, 0...1), (.logarithmic, -1...5), (.linear, 0 ... .infinity), (.linear, 2...2),
    ]
    for (scale, range) in bad {
      let panel = FigureVariety.panel([1, 2], y: Axis("height", scale: scale, range: range))
      #expect(
        throws: PlotError.invalidRange(
          axis: "height", lower: range.lowerBound, upper: range.upperBound)
      ) { try Figure(panels: [[panel]]).layout() }
    }
    #expect(throws: PlotError.invalidRange(axis: "bar", lower: 0, upper: .infinity)) {
      try heat(range: 0 ... .infinity).layout()
    }
  }

  @Test func counts() {
    let series = Series(
      name: "a", style: 0, points: [Point(0, 0)], band: .init(lower: [0], upper: [1, 2]))
    let lines = Figure(panels: [[.lines(LinePanel(title: "p", series: [series]))]])
    #expect(
      throws: PlotError.countMismatch(
        what: "limits in the band of 'a'", panel: "p", count: 2, expected: 1)
    ) { try lines.layout() }
    let cell = MaskCell(position: 0, label: "0", width: 3, height: 2, classes: [.truePositive])
    let strip = LinePanel(title: "p", series: [], strip: MaskStrip(cells: [cell]))
    #expect(
      throws: PlotError.countMismatch(
        what: "pixels in the picture '0'", panel: "p", count: 1, expected: 6)
    ) { try Figure(panels: [[.lines(strip)]]).layout() }
    func mismatch(_ what: String, _ count: Int) -> PlotError {
      .countMismatch(what: what, panel: "map", count: count, expected: 4)
    }
    #expect(throws: mismatch("values", 3)) { try heat(values: 3).layout() }
    #expect(throws: mismatch("cells in the contour 'all'", 5)) { try heat(contour: 5).layout() }
    #expect(throws: mismatch("labels of cells", 1)) { try heat(labels: 1).layout() }
  }

  @Test func cells() {
    for edges in [[0.0], [], [0, 0, 1], [0, 2, 1], [0, .nan, 2], [0, 1, .infinity]] {
      #expect(throws: PlotError.invalidEdges(axis: "x", panel: "map")) {
        try heat(xEdges: edges).layout()
      }
    }
    #expect(throws: PlotError.invalidEdges(axis: "x", panel: "map")) {
      try heat(scale: .logarithmic).layout()
    }
    for row in [-1, 2, Int.max] {
      #expect(throws: PlotError.noSuchCell(mark: "here", row: row, column: 0, rows: 2, columns: 2))
      {
        try heat(row: row).layout()
      }
    }
  }

  /// More pixels than Cairo can hold.
  @Test func drawing() throws {
    var figure = SampleFigures.article()
    figure.height = 2000
    figure.width = 400
    do {
      _ = try figure.png(dotsPerInch: 1200)
      Issue.record("a picture of 94488 pixels was drawn")
    } catch PlotError.drawing(let reason) {
      #expect(!reason.isEmpty)
    }
  }

  @Test func messagesNameValueAndExpectation() {
    let errors: [(PlotError, [String])] = [
      (.noPanels, ["at least one"]),
      (.widthOutOfRange(7), ["7.0", "60.0", "400.0"]),
      (.tooNarrow(millimetres: 60, columns: 4), ["60.0", "4", "wider"]),
      (.tooLow(millimetres: 20, needed: 80), ["20.0", "80.0"]),
      (.resolutionOutOfRange(9), ["9.0", "36.0", "1200.0"]),
      (.countMismatch(what: "values", panel: "map", count: 3, expected: 4), ["map", "3", "4"]),
      (.invalidRange(axis: "bar", lower: 2, upper: 1), ["bar", "2.0", "1.0"]),
      (.invalidEdges(axis: "x", panel: "map"), ["x", "map", "rising"]),
      (.noSuchCell(mark: "here", row: 9, column: 0, rows: 2, columns: 3), ["here", "9", "1", "2"]),
      (.drawing("no memory"), ["no memory"]),
    ]
    for (error, parts) in errors {
      for part in parts { #expect("\(error)".contains(part)) }
    }
  }
}
