/// Places curves, bands, marks and the strip of a `LinePanel`.
struct LinePanelLayout: PanelLayout {
  private let panel: LinePanel
  private let axes: AxesLayout
  let strip: MaskStripLayout?
  private let groups: [[Int]]
  private let markName: String
  private let context: LayoutContext

  /// The strips of the column, with all of which the axis is in line.
  var columnStrips: [MaskStripLayout] = []
  /// The letters of groups of curves, where the figure has several.
  var letters: [Coincidence: String] = [:]

  init(_ panel: LinePanel, markName: String, context: LayoutContext) throws {
    self.panel = panel
    self.markName = markName
    self.context = context
    for series in panel.series {
      guard let band = series.band else { continue }
      for limits in [band.lower, band.upper] where limits.count != series.points.count {
        throw PlotError.countMismatch(
          what: "limits in the band of '\(series.name)'", panel: panel.title,
          count: limits.count, expected: series.points.count)
      }
    }
    let xs =
      panel.series.flatMap { $0.points.map(\.x) } + (panel.strip?.cells.map(\.position) ?? [])
    let ys = panel.series.flatMap { series in
      series.points.map(\.y) + (series.band.map { $0.lower + $0.upper } ?? [])
    }
    let yDomain = try panel.y.domain(of: ys)
    axes = AxesLayout(
      title: panel.title, x: panel.x, y: panel.y, xDomain: try panel.x.domain(of: xs),
      yDomain: yDomain, yPadding: 6, context: context)
    groups = CoincidingCurves(panel.series, scale: panel.y.scale, domain: yDomain).groups
    strip = try panel.strip.map { strip throws in
      try MaskStripLayout(strip, panel: panel.title, context: context)
    }
  }

  func preferredHeight(width: Double) -> Double { max(45, width * panel.aspectRatio) }

  /// The axes with room at both ends for the outermost pictures of the strips of the column.
  private func axes(width: Double) -> AxesLayout {
    var axes = axes
    let map = AxisMap(scale: panel.x.scale, domain: axes.xDomain, start: 0, end: 1)
    for strip in columnStrips {
      axes.xPadding = max(axes.xPadding, strip.fit(width: width, map: map).width / 2)
    }
    return axes
  }

  /// The groups of more than one curve.
  var coincidences: [Coincidence] {
    groups.filter { $0.count > 1 }.map { members in
      Coincidence(
        names: members.map { panel.series[$0].name }, style: panel.series[members[0]].style,
        noun: panel.curvesName)
    }
  }

  func insets(_ size: Size) -> Insets {
    let axes = axes(width: size.width)
    var insets = axes.insets(size)
    insets.bottom += notes(width: size.width).height
    if let strip {
      let map = AxisMap(scale: panel.x.scale, domain: axes.xDomain, start: 0, end: 1)
      insets.bottom += strip.height(fit: strip.fit(width: size.width, map: map), width: size.width)
    }
    return insets
  }

  var legendEntries: [LegendEntry] {
    let alone = groups.filter { $0.count == 1 }.map { panel.series[$0[0]] }
    var entries = alone.filter { !$0.points.isEmpty }.map {
      LegendEntry(
        name: $0.name,
        sample: $0.hasLine ? .series(style: $0.style) : .points(style: $0.style))
    }
    entries += coincidences.map { group in
      LegendEntry(name: group.entry(letters[group]), sample: .group(style: group.style))
    }
    if panel.series.contains(where: { !$0.marked.isEmpty }) {
      entries.append(LegendEntry(name: markName, sample: .mark))
    }
    entries += panel.shades.map {
      LegendEntry(name: $0.name, sample: .swatch(context.theme.shade))
    }
    return entries + panel.references.legendEntries + (strip?.legendEntries ?? [])
  }

  func place(in frame: PlotFrame, insets: Insets, into layout: inout Layout) {
    let plot = frame.frame
    let axes = axes(width: plot.width)
    axes.place(in: plot, insets: insets, into: &layout)
    let (x, y) = (axes.xMap(plot), axes.yMap(plot))
    placeShades(plot, x: x, into: &layout)
    layout.references(panel.references, plot: plot, x: x, y: y, theme: context.theme)
    let curves = panel.series.map { Curve($0, x: x, y: y, plot: plot, context: context) }
    for group in groups { curves[group[0]].placeBand(into: &layout) }
    // Solid lines lie below dashed ones, so that neither hides the other where they run together.
    for dash in DashPattern.allCases {
      for group in groups where curves[group[0]].style.dash == dash {
        curves[group[0]].placeLine(isGroup: group.count > 1, into: &layout)
      }
    }
    let turns = MarkerTurns(groups.map { curves[$0[0]].positions })
    for (index, group) in groups.enumerated() {
      curves[group[0]].placeMarkers(index: index, turns: turns, into: &layout)
    }
    placeMarks(curves, into: &layout)
    for curve in curves {
      layout.hotspots += curve.hotspots(row: frame.row, column: frame.column)
    }
    // What follows hangs from the lower edge of the axis labels of this panel.
    let top = plot.maxY + axes.insets(Size(width: plot.width, height: plot.height)).bottom
    let notes = notes(width: plot.width)
    notes.place(at: Point(plot.minX, top), into: &layout)
    strip?.place(plot: plot, top: top + notes.height, map: x, into: &layout)
  }
}

extension LinePanelLayout {
  /// Fills the shaded ranges, as far as they lie within the axis, from the bottom to the top.
  fileprivate func placeShades(_ plot: Rectangle, x: AxisMap, into layout: inout Layout) {
    for shade in panel.shades {
      guard let start = x(shade.range.lowerBound), let end = x(shade.range.upperBound) else {
        continue
      }
      let (left, right) = (max(plot.minX, min(start, end)), min(plot.maxX, max(start, end)))
      guard left < right else { continue }
      layout.fill(
        [
          .rectangle(
            Rectangle(minX: left, minY: plot.minY, width: right - left, height: plot.height))
        ], context.theme.shade)
    }
  }

  /// Rings around marked points, one where several would lie on each other.
  fileprivate func placeMarks(_ curves: [Curve], into layout: inout Layout) {
    for point in Set(curves.flatMap(\.series.marked)).sorted() {
      var ringed: [Point] = []
      for curve in curves where curve.isMarked(point) {
        guard let position = curve.positions[point],
          !ringed.contains(where: { $0.isOn(position) })
        else { continue }
        ringed.append(position)
        layout.mark(at: position, theme: context.theme)
      }
    }
  }

  /// What is said below the axis of curves that stand for several.
  fileprivate func notes(width: Double) -> CoincidenceNotes {
    CoincidenceNotes(coincidences, letters: letters, width: width, context: context)
  }
}

/// One series with its points placed in a plot.
private struct Curve {
  let series: Series
  let style: SeriesStyle
  let positions: [Point?]
  private let inside: [Bool]
  private let x: AxisMap
  private let y: AxisMap
  private let clip: [PathElement]
  private let context: LayoutContext

  init(_ series: Series, x: AxisMap, y: AxisMap, plot: Rectangle, context: LayoutContext) {
    self.series = series
    self.x = x
    self.y = y
    self.context = context
    style = SeriesStyle(index: series.style, theme: context.theme)
    clip = [.rectangle(plot.expanded(by: 0.5))]
    positions = series.points.map { point in
      guard let px = x(point.x), let py = y(point.y) else { return nil }
      return Point(px, py)
    }
    inside = series.points.map { x.contains($0.x) && y.contains($0.y) }
  }

  /// Runs of neighbouring points without a gap.
  private func runs<Element>(_ elements: [Element?]) -> [[Element]] {
    elements.split { $0 == nil }.map { $0.compactMap { $0 } }
  }

  func placeLine(isGroup: Bool, into layout: inout Layout) {
    layout.stroke(
      runs(positions).filter { $0.count > 1 }.map(PathElement.polyline), style.color,
      width: isGroup ? Layout.groupWidth : Layout.curveWidth, dash: style.dash.lengths, clip: clip)
  }

  func placeBand(into layout: inout Layout) {
    guard let band = series.band else { return }
    let limits = series.points.indices.map { index -> (Point, Point)? in
      guard let px = x(series.points[index].x), let lower = y(band.lower[index]),
        let upper = y(band.upper[index])
      else { return nil }
      return (Point(px, lower), Point(px, upper))
    }
    let polygons = runs(limits).filter { $0.count > 1 }.map { run in
      PathElement.polygon(run.map(\.0) + run.map(\.1).reversed())
    }
    layout.fill(polygons, style.color.opacity(0.16), clip: clip)
  }

  /// Markers as far apart as can be told from each other, each curve with another phase. Where curves
  /// meet, those that have their turn.
  func placeMarkers(index: Int, turns: MarkerTurns, into layout: inout Layout) {
    let alone = positions.indices.filter { index in
      (index == 0 || positions[index - 1] == nil)
        && (index + 1 >= positions.count || positions[index + 1] == nil)
    }
    for point in positions.indices
    where turns.isTurn(of: index, at: point, every: max(1, markerStep)) || alone.contains(point) {
      guard let position = positions[point], inside[point] else { continue }
      layout.marker(style.marker, at: position, color: style.color, theme: context.theme)
    }
  }

  /// Every so many points there is a marker.
  private var markerStep: Int {
    let placed = positions.compactMap(\.self)
    let length = zip(placed, placed.dropFirst()).reduce(0) { sum, pair in
      sum + max(abs(pair.1.x - pair.0.x), abs(pair.1.y - pair.0.y))
    }
    guard placed.count > 1, length > 0 else { return 1 }
    return Int((Self.markerDistance * Double(placed.count - 1) / length).rounded(.up))
  }

  /// The least distance of markers along a curve, in points.
  private static let markerDistance = 7.0

  /// Whether the point is to have a ring and lies within the plot.
  func isMarked(_ point: Int) -> Bool {
    inside.indices.contains(point) && inside[point] && series.marked.contains(point)
  }

  func hotspots(row: Int, column: Int) -> [Hotspot] {
    zip(series.points, zip(positions, inside)).compactMap { point, place in
      guard let position = place.0, place.1 else { return nil }
      return Hotspot(
        row: row, column: column, series: series.name, x: point.x, y: point.y, position: position)
    }
  }
}
