/// Places the bar at the right of a heat map that says what its colours mean.
struct ColorBarLayout {
  private let map: ColorMap
  private let limits: ClosedRange<Double>
  private let label: String
  /// Whether there are values beyond the limits.
  private let extends: (below: Bool, above: Bool)
  private let context: LayoutContext

  private static let distance = 7.0
  private static let width = 7.0
  private static let tickLength = 2.5
  private static let gap = 2.0
  private static let tip = 5.0
  private static let bands = 96

  init(_ panel: HeatPanel, context: LayoutContext) {
    let values = panel.values.compactMap { $0 }
    map = panel.colorMap
    limits = map.limits(panel.range, values: values)
    label = panel.colorBarLabel
    let slack = 1e-9 * (limits.upperBound - limits.lowerBound)
    extends = (
      below: (values.min() ?? limits.lowerBound) < limits.lowerBound - slack,
      above: (values.max() ?? limits.upperBound) > limits.upperBound + slack
    )
    self.context = context
  }

  func color(_ value: Double) -> Color {
    let span = limits.upperBound - limits.lowerBound
    return map.color((value - limits.lowerBound) / span, theme: context.theme)
  }

  private func ticks(_ height: Double) -> [AxisTick] {
    Ticks.linear(limits, count: max(2, Int(height / 26)))
  }

  private func tickRoom(_ height: Double) -> Double {
    let labels = ticks(height).flatMap(\.labels).map { context.width($0, .tick) }.max() ?? 0
    return ColorBarLayout.tickLength + ColorBarLayout.gap + labels
  }

  /// How long the label is, which runs along the bar.
  var labelLength: Double { label.isEmpty ? 0 : context.width(label, .label) + 1 }

  /// The room at the right of a plot of this height.
  func width(height: Double) -> Double {
    ColorBarLayout.distance + ColorBarLayout.width + tickRoom(height)
      + (label.isEmpty ? 0 : 2 + context.lineHeight(.label))
  }

  func place(beside plot: Rectangle, into layout: inout Layout) {
    let bar = Rectangle(
      minX: plot.maxX + ColorBarLayout.distance,
      minY: plot.minY + (extends.above ? ColorBarLayout.tip : 0), width: ColorBarLayout.width,
      height: plot.height - (extends.above ? ColorBarLayout.tip : 0)
        - (extends.below ? ColorBarLayout.tip : 0))
    placeBands(bar, plot: plot, into: &layout)
    let ticks = ticks(plot.height)
    let places = AxisMap(scale: .linear, domain: limits, start: bar.maxY, end: bar.minY)
    for tick in ticks {
      guard let y = places(tick.position) else { continue }
      layout.stroke(
        [.line(Point(bar.maxX, y), Point(bar.maxX + ColorBarLayout.tickLength, y))],
        context.theme.axis, width: 0.5)
      layout.texts += context.lines(
        tick.labels, .tickLabel, .tick,
        x: bar.maxX + ColorBarLayout.tickLength + ColorBarLayout.gap,
        top: y - context.lineHeight(.tick) / 2)
    }
    guard !label.isEmpty else { return }
    layout.texts.append(
      context.verticalText(
        context.fit(label, width: plot.height, style: .label), .axisLabel, .label,
        left: bar.maxX + tickRoom(plot.height) + 2, middle: plot.midY))
  }

  /// Draws the colours, the tips for values beyond the limits, and the outline.
  private func placeBands(_ bar: Rectangle, plot: Rectangle, into layout: inout Layout) {
    var outline = [Point(bar.minX, bar.minY)]
    if extends.above { outline.append(Point(bar.midX, plot.minY)) }
    outline += [Point(bar.maxX, bar.minY), Point(bar.maxX, bar.maxY)]
    if extends.below { outline.append(Point(bar.midX, plot.maxY)) }
    outline.append(Point(bar.minX, bar.maxY))
    let shape = [PathElement.polygon(outline)]
    layout.fill(shape, map.color(1, theme: context.theme))
    // Each band reaches down to the end under those below it, so that no seams show.
    for band in 0..<ColorBarLayout.bands {
      let share = (Double(band) + 0.5) / Double(ColorBarLayout.bands)
      let top = bar.minY + bar.height * Double(band) / Double(ColorBarLayout.bands)
      layout.fill(
        [
          .rectangle(
            Rectangle(minX: bar.minX, minY: top, width: bar.width, height: plot.maxY - top))
        ], map.color(1 - share, theme: context.theme), clip: shape)
    }
    layout.stroke(shape, context.theme.axis, width: 0.5)
  }
}
