/// Places curves, bands, marks and the strip of a `LinePanel`.
struct LinePanelLayout: PanelLayout {
  private let panel: LinePanel
  private let axes: AxesLayout
  private let strip: MaskStripLayout?
  private let markName: String
  private let context: LayoutContext

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
    axes = AxesLayout(
      title: panel.title, x: panel.x, y: panel.y, xDomain: try panel.x.domain(of: xs),
      yDomain: try panel.y.domain(of: ys), yPadding: 6, context: context)
    strip = try panel.strip.map { strip throws in
      try MaskStripLayout(strip, panel: panel.title, context: context)
    }
  }

  func preferredHeight(width: Double) -> Double { max(45, width * panel.aspectRatio) }

  /// The axes with room at both ends for the outermost pictures of the strip.
  private func axes(width: Double) -> AxesLayout {
    var axes = axes
    if let strip {
      let map = AxisMap(scale: panel.x.scale, domain: axes.xDomain, start: 0, end: 1)
      axes.xPadding = max(axes.xPadding, strip.fit(width: width, map: map).width / 2)
    }
    return axes
  }

  func insets(_ size: Size) -> Insets {
    let axes = axes(width: size.width)
    var insets = axes.insets(size)
    if let strip {
      let map = AxisMap(scale: panel.x.scale, domain: axes.xDomain, start: 0, end: 1)
      insets.bottom += strip.height(fit: strip.fit(width: size.width, map: map), width: size.width)
    }
    return insets
  }

  var legendEntries: [LegendEntry] {
    var entries = panel.series.filter { !$0.points.isEmpty }.map {
      LegendEntry(
        name: $0.name,
        sample: $0.hasLine ? .series(style: $0.style) : .points(style: $0.style))
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
    let shared = SharedLines(curves.map(\.positions))
    for curve in curves { curve.placeBand(into: &layout) }
    // Solid lines lie below dashed ones, so that neither hides the other where they coincide.
    for dash in DashPattern.allCases {
      for (index, curve) in curves.enumerated() where curve.style.dash == dash {
        curve.placeLine(shared.lines(of: index), into: &layout)
      }
    }
    for (index, curve) in curves.enumerated() {
      curve.placeMarkers(index: index, of: curves.count, shared: shared, into: &layout)
    }
    placeMarks(curves, shared: shared, into: &layout)
    for curve in curves {
      layout.hotspots += curve.hotspots(row: frame.row, column: frame.column)
    }
    if let strip {
      // The strip hangs from the lower edge of the axis labels of this panel.
      let top = plot.maxY + axes.insets(Size(width: plot.width, height: plot.height)).bottom
      strip.place(plot: plot, top: top, map: x, into: &layout)
    }
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

  /// Rings around marked points, one for all curves that coincide there.
  fileprivate func placeMarks(
    _ curves: [Curve], shared: SharedLines, into layout: inout Layout
  ) {
    for point in Set(curves.flatMap(\.series.marked)).sorted() {
      for group in shared.groups(at: point) {
        let marked = group.map { curves[$0] }.filter { $0.isMarked(point) }
        guard let position = marked.first?.positions[point] else { continue }
        // Where the next ring is near, arcs around this one would run into it.
        let colors =
          marked.allSatisfy { $0.hasRoom(around: point, 8.8) } ? marked.map(\.style.color) : []
        layout.mark(at: position, curves: colors, theme: context.theme)
      }
    }
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

  func placeLine(_ lines: [[Point]], into layout: inout Layout) {
    layout.stroke(
      lines.map(PathElement.polyline), style.color, width: 0.9, dash: style.dash.lengths,
      clip: clip)
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

  /// Markers at every point of short curves; at every few points of many or long ones, each curve
  /// with another phase. Where curves coincide, those that have their turn.
  func placeMarkers(
    index: Int, of count: Int, shared: SharedLines, into layout: inout Layout
  ) {
    let step = max(1, series.points.count * (count + 8) / 240)
    let alone = positions.indices.filter { index in
      (index == 0 || positions[index - 1] == nil)
        && (index + 1 >= positions.count || positions[index + 1] == nil)
    }
    for point in positions.indices where point % step == index % step || alone.contains(point) {
      guard let position = positions[point], inside[point],
        shared.showsMarker(of: index, at: point)
      else { continue }
      layout.marker(style.marker, at: position, color: style.color, theme: context.theme)
    }
  }

  /// Whether the neighbours of a point are at least `distance` away along x.
  func hasRoom(around point: Int, _ distance: Double) -> Bool {
    guard let place = positions[point] else { return false }
    return [point - 1, point + 1].allSatisfy { index in
      guard positions.indices.contains(index), let other = positions[index] else { return true }
      return abs(other.x - place.x) >= distance
    }
  }

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
