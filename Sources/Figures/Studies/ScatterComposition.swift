import Algorithms
import Experiments
import Foundation
import Plot
import Studies
import Texts

/// Makes the figure of one loss against one metric, with the masks of the worst pair.
struct ScatterComposition {
  private let scatter: AgreementScatter
  private let agreement: Agreement
  private let style: FigureStyle

  init(_ scatter: AgreementScatter, _ agreement: Agreement, style: FigureStyle) {
    self.scatter = scatter
    self.agreement = agreement
    self.style = style
  }

  /// A point for each prediction, lines between those of the worst pairs.
  func figure() -> Figure {
    let paths = Array(scatter.points.map(\.path).uniqued())
    let series = paths.enumerated().map { style, path in
      Series(
        name: path, style: style,
        points: Self.apart(scatter.points.filter { $0.path == path }.map(place)))
    }
    return Figure(
      caption: caption,
      panels: [
        [
          .lines(
            LinePanel(
              title: "\(scatter.object), \(counted(scatter.points.count, "prediction"))",
              x: Axis(label(scatter.metric, agreement.metrics)),
              y: Axis(label(scatter.loss, agreement.losses)),
              series: [pairs(style: paths.count)] + series, strip: MaskStrip(worstPairOf: scatter),
              aspectRatio: 0.5))
        ]
      ],
      markName: "the worst pair, drawn below", width: style.width, theme: style.theme,
      metadata: style.metadata)
  }

  private var caption: String {
    "Every prediction of \(scatter.object): what the loss says against what the metric says. In "
      + "\(scatter.discordant) of the \(counted(scatter.pairs, "pair")) that the metric tells apart the loss "
      + "prefers the worse; lines join the \(scatter.worst.count) worst of them without common "
      + "predictions. A pair is the worse, the larger the lesser of the two differences is, each "
      + "in the range of its axis."
  }

  private func label(_ key: String, _ judges: [Agreement.Judge]) -> String {
    judges.first { $0.key == key }?.label ?? key
  }

  private func place(_ point: AgreementScatter.Point) -> Point { Point(point.metric, point.loss) }

  private static let gap = Point(.nan, .nan)

  /// Points without a line between them.
  private static func apart(_ points: [Point]) -> [Point] { points.flatMap { [$0, gap] } }

  private func pairs(style: Int) -> Series {
    Series(
      name: "discordant pair", style: style,
      points: scatter.worst.flatMap { $0.map { place(scatter.points[$0]) } + [Self.gap] },
      marked: scatter.worst.isEmpty ? [] : [0, 1])
  }
}

extension MaskStrip {
  /// The masks of the worst pair at a quarter and three quarters of the axis, and what loss and metric say
  /// of them; `nil` where there are none.
  init?(worstPairOf scatter: some DiscordantScatter) {
    let labels = ["A", "B"]
    guard let pair = scatter.worst.first, scatter.masks.count == 3,
      let strip = PairStrip(
        masks: scatter.masks, range: scatter.points.map(\.metric), labels: labels)
    else { return nil }
    let texts = zip(labels, pair).map { name, index in
      let point = scatter.points[index]
      return "\(name): \(point.place), \(scatter.metric) \(fourDigits(point.metric)), "
        + "\(scatter.loss) \(fourDigits(point.loss))"
    }
    self.init(
      cells: strip.cells,
      note: texts.joined(separator: ". ") + ". The loss prefers A, the metric B.")
  }
}

/// Pictures of masks of one truth, spread evenly over an axis.
struct PairStrip {
  let cells: [MaskCell]

  /// Takes the smallest view that shows all masks, of a volume the middle slice through the truth.
  ///
  /// - Parameters:
  ///   - masks: the truth, then the predictions.
  ///   - range: values of the axis.
  ///   - labels: one for each prediction.
  init?(masks: [EncodedMask], range: [Double], labels: [String]) {
    let decoded = masks.compactMap { try? $0.decoded() }
    guard decoded.count == masks.count, let truth = decoded.first,
      let lowest = range.min(), let highest = range.max()
    else { return nil }
    let slices = MaskSlices(decoded, through: truth)
    let view = slices.view()
    func pixels(_ index: Int) -> [Bool] { slices.pixels(index, in: view) }
    let width = highest > lowest ? highest - lowest : 1
    cells = labels.enumerated().map { index, label in
      MaskCell(
        position: lowest + width * (Double(index) + 0.5) / Double(labels.count), label: label,
        width: view.columns.count, height: view.rows.count, truth: pixels(0),
        prediction: pixels(index + 1))
    }
  }
}
