import Algorithms

/// The axes of a panel with their title, ticks and labels, around a plot rectangle.
struct AxesLayout {
  var title: String
  var x: Axis
  var y: Axis
  var xDomain: ClosedRange<Double>
  var yDomain: ClosedRange<Double>
  /// Room inside the plot between its edges and the limits of the data, in points.
  var xPadding = 5.0
  var yPadding = 4.0
  /// Whether the labels of an axis are drawn; small multiples leave out the inner ones.
  var showsX = true
  var showsY = true
  var showsGrid = true
  var context: LayoutContext

  private static let tickLength = 2.5
  private static let gap = 2.0
  private static let labelDistance = 4.0

  func xMap(_ plot: Rectangle) -> AxisMap {
    AxisMap(
      scale: x.scale, domain: xDomain, start: plot.minX + xPadding, end: plot.maxX - xPadding)
  }

  func yMap(_ plot: Rectangle) -> AxisMap {
    AxisMap(
      scale: y.scale, domain: yDomain, start: plot.maxY - yPadding, end: plot.minY + yPadding)
  }

  // MARK: Room

  /// The room that title and labels take around a plot of `size`.
  func insets(_ size: Size) -> Insets {
    let plot = Rectangle(minX: 0, minY: 0, width: size.width, height: size.height)
    let ticks = xTicks(plot)
    let overhang = ticks.reduce(into: (left: 0.0, right: 2.0)) { room, tick in
      room.left = max(room.left, xExtent(tick.labels) / 2 - tick.position)
      room.right = max(room.right, tick.position + xExtent(tick.labels) / 2 - size.width)
    }
    let headings = xHeadings.map { context.width($0, .tick) }.max() ?? 0
    let headingRoom = headings > 0 ? headings + AxesLayout.labelDistance : 0
    let titleHeight = Double(titleLines(size.width).count) * context.lineHeight(.panelTitle)
    let labelHeight = Double(xLabelLines(size.width).count) * context.lineHeight(.label)
    return Insets(
      top: max(titleHeight + (titleHeight > 0 ? 3 : 0), 1),
      left: max(overhang.left + headingRoom, yLabelRoom(plot)),
      bottom: xLabelTop + labelHeight + (labelHeight > 0 ? 1 : 0),
      right: overhang.right)
  }

  private var xHeadings: [String] {
    guard showsX, case .labelled(_, let headings) = x.ticks else { return [] }
    return headings
  }

  private var xRows: Int {
    guard showsX else { return 0 }
    guard case .labelled(let ticks, let headings) = x.ticks else { return 1 }
    return max(headings.count, ticks.map(\.labels.count).max() ?? 0)
  }

  /// The distance from the plot down to the label of the x axis.
  private var xLabelTop: Double { AxesLayout.tickLength + AxesLayout.gap + xLabelRoom }

  /// The height of the labels of the ticks of the x axis.
  private var xLabelRoom: Double {
    guard showsX, x.labelsRunUpwards, case .labelled(let ticks, _) = x.ticks else {
      return Double(xRows) * context.lineHeight(.tick)
    }
    return ticks.map { Self.extent($0.labels, context) }.max() ?? 0
  }

  /// The room that the labels of a tick of the x axis take along it.
  private func xExtent(_ labels: [String]) -> Double {
    let width = Self.extent(labels, context)
    return x.labelsRunUpwards && width > 0 ? context.lineHeight(.tick) : width
  }

  /// The width of the widest label.
  private static func extent(_ labels: [String], _ context: LayoutContext) -> Double {
    labels.map { context.width($0, .tick) }.max() ?? 0
  }

  private func titleLines(_ width: Double) -> [String] {
    context.wrap(title, width: width, style: .panelTitle)
  }

  private func xLabelLines(_ width: Double) -> [String] {
    showsX ? context.wrap(x.label, width: width, style: .label) : []
  }

  private func yLabelRoom(_ plot: Rectangle) -> Double {
    let labels = yTicks(plot).map(\.width).max() ?? 0
    let label = showsY && !y.label.isEmpty ? context.lineHeight(.label) + 2 : 0
    return AxesLayout.tickLength + (labels > 0 ? labels + AxesLayout.gap : 0) + label
  }

  // MARK: Ticks

  /// A tick with the labels left after thinning.
  private struct PlacedTick {
    var position: Double
    var labels: [String]
    var width: Double
  }

  /// The ticks that stand on `map`; labels whose extents along the axis come closer than
  /// `distance` are thinned out.
  private func placed(
    _ ticks: [AxisTick], map: AxisMap, distance: Double, extent: ([String]) -> Double
  ) -> [PlacedTick] {
    var placed = ticks.compactMap { tick -> PlacedTick? in
      guard let position = map(tick.position) else { return nil }
      return PlacedTick(
        position: position, labels: tick.labels, width: Self.extent(tick.labels, context))
    }
    let labelled = placed.indices.filter { placed[$0].width > 0 }
    let step = Ticks.thinning(count: labelled.count) { step in
      let kept = stride(from: 0, to: labelled.count, by: step).map { placed[labelled[$0]] }
      return kept.adjacentPairs().allSatisfy { first, second in
        abs(second.position - first.position)
          >= (extent(first.labels) + extent(second.labels)) / 2 + distance
      }
    }
    for (number, index) in labelled.enumerated() where number % step != 0 {
      placed[index].labels = []
      placed[index].width = 0
    }
    return placed
  }

  private func xTicks(_ plot: Rectangle) -> [PlacedTick] {
    let ticks = x.resolvedTicks(xDomain, count: max(2, Int(plot.width / 40)))
      .map { showsX ? $0 : AxisTick(position: $0.position, labels: []) }
    let distance = x.labelsRunUpwards ? 0 : AxesLayout.labelDistance
    return placed(ticks, map: xMap(plot), distance: distance, extent: xExtent)
  }

  private func yTicks(_ plot: Rectangle) -> [PlacedTick] {
    let count = max(2, Int(plot.height / 26))
    // A single number on an axis gives no scale.
    let ticks =
      ((count...count + 3).lazy.map { y.resolvedTicks(yDomain, count: $0) }
      .first { $0.count > 1 } ?? y.resolvedTicks(yDomain, count: count))
      .map { AxisTick(position: $0.position, labels: showsY ? Array($0.labels.prefix(1)) : []) }
    return placed(ticks, map: yMap(plot), distance: 1) { _ in context.lineHeight(.tick) }
  }

  // MARK: Placing

  /// Adds title, axes and labels around `plot`; `insets` is the room reserved for them.
  func place(in plot: Rectangle, insets: Insets, into layout: inout Layout) {
    let titles = titleLines(plot.width)
    layout.texts += context.lines(
      titles, .panelTitle, .panelTitle, x: plot.minX,
      top: plot.minY - 3 - Double(titles.count) * context.lineHeight(.panelTitle))
    placeX(plot, into: &layout)
    placeY(plot, into: &layout)
    let corner = Point(plot.minX, plot.maxY)
    layout.stroke(
      [.polyline([Point(plot.minX, plot.minY), corner, Point(plot.maxX, plot.maxY)])],
      context.theme.axis, width: 0.5)
  }

  private func placeX(_ plot: Rectangle, into layout: inout Layout) {
    let ticks = xTicks(plot)
    let top = plot.maxY + AxesLayout.tickLength + AxesLayout.gap
    layout.stroke(
      ticks.map { tick in
        let length = AxesLayout.tickLength * (tick.width > 0 || !showsX ? 1 : 0.6)
        return .line(Point(tick.position, plot.maxY), Point(tick.position, plot.maxY + length))
      }, context.theme.axis, width: 0.5)
    for tick in ticks {
      layout.texts += texts(of: tick, top: top).filter { !$0.text.isEmpty }
    }
    let left = ticks.map { $0.position - xExtent($0.labels) / 2 }.min() ?? plot.minX
    layout.texts += context.lines(
      xHeadings, .tickHeading, .tick, x: min(left, plot.minX) - AxesLayout.labelDistance,
      top: top, .trailing)
    layout.texts += context.lines(
      xLabelLines(plot.width), .axisLabel, .label, x: plot.midX, top: plot.maxY + xLabelTop,
      .center)
  }

  private func texts(of tick: PlacedTick, top: Double) -> [TextBox] {
    guard x.labelsRunUpwards else {
      return context.lines(
        tick.labels, .tickLabel, .tick, x: tick.position, top: top, .center)
    }
    return tick.labels.prefix(1).map { label in
      context.verticalText(
        label, .tickLabel, .tick, left: tick.position - context.lineHeight(.tick) / 2,
        middle: top + context.width(label, .tick) / 2)
    }
  }

  private func placeY(_ plot: Rectangle, into layout: inout Layout) {
    let ticks = yTicks(plot)
    if showsGrid {
      layout.stroke(
        ticks.filter { $0.width > 0 || !showsY }.map {
          .line(Point(plot.minX, $0.position), Point(plot.maxX, $0.position))
        }, context.theme.grid, width: 0.4)
    }
    layout.stroke(
      ticks.map { tick in
        let length = AxesLayout.tickLength * (tick.width > 0 || !showsY ? 1 : 0.6)
        return .line(Point(plot.minX - length, tick.position), Point(plot.minX, tick.position))
      }, context.theme.axis, width: 0.5)
    let right = plot.minX - AxesLayout.tickLength - AxesLayout.gap
    for tick in ticks {
      layout.texts += context.lines(
        tick.labels, .tickLabel, .tick, x: right,
        top: tick.position - context.lineHeight(.tick) / 2, .trailing
      ).filter { !$0.text.isEmpty }
    }
    guard showsY, !y.label.isEmpty else { return }
    let label = context.fit(y.label, width: plot.height, style: .label)
    layout.texts.append(
      context.verticalText(
        label, .axisLabel, .label, left: plot.minX - yLabelRoom(plot), middle: plot.midY))
  }
}
