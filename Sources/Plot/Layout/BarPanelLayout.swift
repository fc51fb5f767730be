import Foundation

/// Places the bars, names, notes and reference lines of a `BarPanel`.
struct BarPanelLayout: PanelLayout {
  private let panel: BarPanel
  private let xDomain: ClosedRange<Double>
  /// The places of the bars downwards from the first, in rows.
  private let rows: [Double]
  private let context: LayoutContext

  private static let rowHeight = 11.0
  private static let barShare = 0.68
  private static let groupGap = 0.6
  private static let noteGap = 4.0

  init(_ panel: BarPanel, context: LayoutContext) throws {
    self.panel = panel
    self.context = context
    xDomain = try panel.domain()
    let starts = Set(panel.groupStarts)
    var gap = 0.0
    rows = panel.bars.indices.map { index in
      if index > 0 && starts.contains(index) { gap += BarPanelLayout.groupGap }
      return Double(index) + gap
    }
  }

  /// The axes with names cut off where they are longer than `nameRoom`.
  private func axes(nameRoom: Double) -> AxesLayout {
    let ticks = zip(panel.bars, rows).map { bar, row in
      AxisTick(position: -row, labels: [context.fit(bar.name, width: nameRoom, style: .tick)])
    }
    let last = rows.last ?? 0
    return AxesLayout(
      title: panel.title, x: panel.x, y: Axis(ticks: .labelled(ticks)), xDomain: xDomain,
      yDomain: (-last - 0.5)...0.5, xPadding: 0, yPadding: 2, showsGrid: false, context: context)
  }

  private func note(_ bar: Bar) -> String {
    bar.note ?? (bar.value.flatMap(panel.x.scale.transformed) == nil ? "no data" : "")
  }

  func preferredHeight(width: Double) -> Double {
    max(24, ((rows.last ?? 0) + 1) * BarPanelLayout.rowHeight + 4)
  }

  func insets(_ size: Size) -> Insets {
    var insets = axes(nameRoom: 0.55 * size.width).insets(size)
    let notes = panel.bars.map { bar in
      let text = context.fit(note(bar), width: 0.3 * size.width, style: .tick)
      return text.isEmpty ? 0 : context.width(text, .tick) + BarPanelLayout.noteGap
    }
    insets.right = max(insets.right, notes.max() ?? 0)
    return insets
  }

  var legendEntries: [LegendEntry] { panel.references.legendEntries }

  func place(in frame: PlotFrame, insets: Insets, into layout: inout Layout) {
    let plot = frame.frame
    // The axis itself takes 4.5 points of the room at the left.
    let axes = axes(nameRoom: insets.left - 4.5)
    let (x, y) = (axes.xMap(plot), axes.yMap(plot))
    layout.references(panel.references, plot: plot, x: x, y: nil, theme: context.theme)
    let thickness = BarPanelLayout.barShare * plot.height / ((rows.last ?? 0) + 1)
    for (index, bar) in panel.bars.enumerated() {
      guard let middle = y(-rows[index]) else { continue }
      if let value = bar.value, let end = x(value) {
        let start = x.scale == .linear ? x(0) ?? plot.minX : plot.minX
        layout.fill(
          [
            .rectangle(
              Rectangle(
                minX: min(start, end), minY: middle - thickness / 2, width: abs(end - start),
                height: thickness))
          ], SeriesStyle(index: bar.style, theme: context.theme).color, clip: [.rectangle(plot)])
        layout.hotspots.append(
          Hotspot(
            row: frame.row, column: frame.column, series: bar.name, x: value, y: Double(index),
            position: Point(min(max(end, plot.minX), plot.maxX), middle)))
      }
      let text = context.fit(
        note(bar), width: insets.right - BarPanelLayout.noteGap, style: .tick)
      guard !text.isEmpty else { continue }
      layout.texts.append(
        context.text(
          text, .value, .tick, x: plot.maxX + BarPanelLayout.noteGap,
          top: middle - context.lineHeight(.tick) / 2))
    }
    axes.place(in: plot, insets: insets, into: &layout)
    if let zero = x(0), x.scale == .linear, x.contains(0), zero > plot.minX + 1 {
      layout.stroke(
        [.line(Point(zero, plot.minY), Point(zero, plot.maxY))], context.theme.axis, width: 0.5)
    }
  }
}

extension BarPanel {
  /// The limits of the x axis in transformed numbers, with the start of the bars among them.
  fileprivate func domain() throws -> ClosedRange<Double> {
    guard x.range == nil else { return try x.domain(of: []) }
    let places = bars.compactMap { $0.value.flatMap(x.scale.transformed) }
    switch x.scale {
    case .linear:
      return try x.domain(of: places + [0])
    case .logarithmic:
      guard let least = places.min(), let greatest = places.max() else {
        return try x.domain(of: [])
      }
      return (least.rounded(.up) - 1)...greatest
    }
  }
}
