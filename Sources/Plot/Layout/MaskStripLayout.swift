import Algorithms

/// Places the pictures of a `MaskStrip` below the axis of its panel.
struct MaskStripLayout {
  private var strip: MaskStrip
  private let context: LayoutContext

  private static let largest = 60.0
  private static let gap = 5.0

  init(_ strip: MaskStrip, panel: String, context: LayoutContext) throws {
    for cell in strip.cells {
      let (expected, overflow) = cell.width.multipliedReportingOverflow(by: cell.height)
      guard cell.width > 0, cell.height > 0, !overflow, cell.classes.count == expected else {
        throw PlotError.countMismatch(
          what: "pixels in the picture '\(cell.label)'", panel: panel,
          count: cell.classes.count, expected: overflow ? Int.max : max(1, expected))
      }
    }
    self.strip = strip
    self.strip.cells.sort { $0.position < $1.position }
    self.context = context
  }

  /// The size of the pictures and how many of them are shown: every `step`-th.
  struct Fit {
    var width: Double
    var height: Double
    var step: Int
  }

  /// The largest pictures that fit side by side in a plot of `width`, half a picture inside its
  /// edges. `map` gives positions as shares of the axis.
  func fit(width: Double, map: AxisMap) -> Fit {
    let places = strip.cells.compactMap { map($0.position) }
    func cellWidth(_ step: Int) -> Double {
      let kept = stride(from: 0, to: places.count, by: step).map { places[$0] }
      let nearest = kept.adjacentPairs().map { $1 - $0 }.min() ?? 1
      // With padding w / 2 at both ends, neighbours are nearest · (width − w) apart.
      let share = 0.94 * max(nearest, 0)
      return min(MaskStripLayout.largest, share * width / (1 + share))
    }
    let step = Ticks.thinning(count: places.count) { cellWidth($0) >= strip.smallestWidth }
    let cell = min(cellWidth(step), max(width, 1) / 2)
    let ratio = strip.cells.map { Double($0.height) / Double($0.width) }.max() ?? 1
    return Fit(width: cell, height: min(cell * ratio, MaskStripLayout.largest), step: step)
  }

  private var hasLabels: Bool { strip.cells.contains { !$0.label.isEmpty } }

  private func noteLines(_ width: Double) -> [String] {
    context.wrap(strip.note ?? "", width: width, style: .tick)
  }

  /// The height of the strip with its labels and the gap above.
  func height(fit: Fit, width: Double) -> Double {
    guard !strip.cells.isEmpty else { return 0 }
    let lines = noteLines(width).count + (hasLabels ? 1 : 0)
    return MaskStripLayout.gap + fit.height + 1.5 + Double(lines) * context.lineHeight(.tick)
  }

  var legendEntries: [LegendEntry] {
    guard !strip.cells.isEmpty else { return [] }
    let theme = context.theme
    guard strip.classNames.isEmpty else {
      return [LegendEntry(name: "ground truth", sample: .outline)]
        + strip.classNames.enumerated().map { index, name in
          LegendEntry(name: name, sample: .swatch(theme.classColor(index)))
        }
    }
    return [
      LegendEntry(name: "ground truth", sample: .outline),
      LegendEntry(name: "true positive", sample: .swatch(theme.truePositive)),
      LegendEntry(name: "false positive", sample: .swatch(theme.falsePositive)),
      LegendEntry(name: "false negative", sample: .swatch(theme.falseNegative)),
    ]
  }

  /// Adds the strip below `top`; `map` is the x axis of the panel with its `plot`.
  func place(plot: Rectangle, top: Double, map: AxisMap, into layout: inout Layout) {
    guard !strip.cells.isEmpty else { return }
    let shares = AxisMap(scale: map.scale, domain: map.domain, start: 0, end: 1)
    let fit = fit(width: plot.width, map: shares)
    let top = top + MaskStripLayout.gap
    let placed = strip.cells.filter { map($0.position) != nil }
    for index in stride(from: 0, to: placed.count, by: fit.step) {
      guard let center = map(placed[index].position) else { continue }
      let frame = Rectangle(
        minX: center - fit.width / 2, minY: top, width: fit.width, height: fit.height)
      layout.mask(placed[index], in: frame, theme: context.theme)
      let label = context.fit(placed[index].label, width: fit.width, style: .tick)
      if !label.isEmpty {
        layout.texts.append(
          context.text(
            label, .maskLabel, .tick, x: center, top: frame.maxY + 1.5, .center))
      }
    }
    let noteTop = top + fit.height + 1.5 + (hasLabels ? context.lineHeight(.tick) : 0)
    layout.texts += context.lines(
      noteLines(plot.width), .maskLabel, .tick, x: plot.midX, top: noteTop, .center)
  }
}

extension Layout {
  /// Draws one picture, with square pixels, in the middle of `frame`.
  fileprivate mutating func mask(_ cell: MaskCell, in frame: Rectangle, theme: Theme) {
    let scale = min(frame.width / Double(cell.width), frame.height / Double(cell.height))
    let size = Size(width: scale * Double(cell.width), height: scale * Double(cell.height))
    let origin = Point(frame.midX - size.width / 2, frame.midY - size.height / 2)
    let picture = Rectangle(
      minX: origin.x, minY: origin.y, width: size.width, height: size.height)
    func region(where isInside: (PixelClass) -> Bool) -> [PathElement] {
      region(cell.classes.map(isInside))
    }
    func region(_ inside: [Bool]) -> [PathElement] {
      let loops = RegionBoundary.loops(width: cell.width, height: cell.height, inside: inside)
      return loops.map { loop in
        .polygon(loop.map { Point(origin.x + scale * $0.x, origin.y + scale * $0.y) })
      }
    }
    fill([.rectangle(picture)], theme.trueNegative)
    if let labels = cell.labels {
      let numbers = Set(labels.prediction + labels.truth).subtracting([0]).sorted()
      for number in numbers {
        fill(region(labels.prediction.map { $0 == number }), theme.classColor(Int(number) - 1))
      }
      for number in numbers {
        stroke(
          region(labels.truth.map { $0 == number }), theme.outline, width: 0.5,
          clip: [.rectangle(picture)])
      }
      stroke([.rectangle(picture)], theme.axis, width: 0.35)
      return
    }
    // Each class is painted over the union of itself and the next, so that no background shines
    // through between two of them.
    fill(region { $0 != .trueNegative }, theme.falsePositive)
    let truth = region { $0 == .truePositive || $0 == .falseNegative }
    fill(truth, theme.truePositive)
    fill(region { $0 == .falseNegative }, theme.falseNegative)
    stroke(truth, theme.outline, width: 0.5, clip: [.rectangle(picture)])
    stroke([.rectangle(picture)], theme.axis, width: 0.35)
  }
}
