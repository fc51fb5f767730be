import Algorithms
import Foundation
import Plot
import Studies
import Texts

extension EvaluationStudy: DrawnStudy {
  public static func figures(
    of result: PredictionEvaluation, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    EvaluationComposition(result, style: style).figures()
  }
}

/// Makes the figures of what losses and metrics say of the predictions of a network.
struct EvaluationComposition {
  private let evaluation: PredictionEvaluation
  private let style: FigureStyle

  init(_ evaluation: PredictionEvaluation, style: FigureStyle) {
    self.evaluation = evaluation
    self.style = style
  }

  func figures() -> [(name: String, figure: Figure)] {
    var figures: [(String, Figure)] = []
    if !evaluation.scopes.isEmpty { figures.append(("evaluate", judged())) }
    if let scatter = evaluation.scatter { figures.append(("evaluate-scatter", points(scatter))) }
    if evaluation.epochs.count > 1 { figures.append(("evaluate-course", course())) }
    return figures
  }

  /// Losses by metrics: pairs of epochs, and pairs of cases.
  private func judged() -> Figure {
    let columns = evaluation.scopes.flatMap { scope in
      evaluation.metrics.map { (scope: scope, metric: $0.key) }
    }
    let isOne = evaluation.scopes.count == 1
    let table = HeatTable(
      rows: evaluation.losses.map(\.key),
      columns: columns.map { isOne ? $0.metric : "\($0.metric), \($0.scope.label)" }
    ) { row, column in
      evaluation.agreement(
        columns[column].scope, loss: evaluation.losses[row].key, metric: columns[column].metric
      )?.wrong.map { 100 * $0.value }
    }
    let what = evaluation.scopes.map { scope in
      switch scope {
      case .epochs: "of one case at different epochs"
      case .cases: "of different cases at one epoch"
      }
    }
    return figure(
      [[.heat(table.wrongPairs())]],
      caption: "Of the pairs of predictions \(what.joined(separator: ", or ")) that a metric tells "
        + "apart, the share in percent in which the loss prefers the worse one, ties counted by half: 0 "
        + "for a loss that always agrees, 50 for a coin. "
        + "\(counted(evaluation.predictions.count, "prediction")) of "
        + "\(counted(evaluation.cases.count, "case")).")
  }

  private func figure(
    _ panels: [[Panel]], caption: String, legend: Legend = .shared, mark: String = ""
  ) -> Figure {
    Figure(
      caption: caption, panels: panels, legend: legend, markName: mark, width: style.width,
      theme: style.theme,
      metadata: style.metadata)
  }
}

// MARK: - Scatter

extension EvaluationComposition {
  /// As many kinds of points have a look of their own; more are one kind.
  private static let mostKinds = 10

  private func points(_ scatter: EvaluationScatter) -> Figure {
    func kind(_ point: EvaluationScatter.Point) -> String {
      evaluation.classes.count > 1 ? "label \(point.className)" : point.epoch
    }
    let kinds = Array(scatter.points.map(kind).uniqued())
    let isTold = kinds.count > 1 && kinds.count <= Self.mostKinds
    let groups =
      isTold ? kinds.map { name in scatter.points.filter { kind($0) == name } } : [scatter.points]
    let series = groups.enumerated().map { number, group in
      Series(
        name: isTold ? kinds[number] : "prediction", style: number,
        points: group.flatMap { [Point($0.metric, $0.loss), Self.gap] })
    }
    let marked = Series(
      name: "discordant pair", style: groups.count,
      points: scatter.worst.flatMap { pair in
        pair.map { Point(scatter.points[$0].metric, scatter.points[$0].loss) } + [Self.gap]
      }, marked: scatter.worst.isEmpty ? [] : [0, 1])
    return figure(
      [
        [
          .lines(
            LinePanel(
              title: counted(scatter.points.count, "prediction"),
              x: Axis(label(scatter.metric, evaluation.metrics)),
              y: Axis(label(scatter.loss, evaluation.losses)),
              series: (scatter.worst.isEmpty ? [] : [marked]) + series,
              strip: MaskStrip(worstPairOf: scatter),
              aspectRatio: 0.5))
        ]
      ],
      caption: "What the loss says of every prediction, against what the metric says. In "
        + "\(scatter.discordant) of the \(counted(scatter.pairs, "pair")) \(scatter.scope.label) that the "
        + "metric tells apart the loss prefers the worse"
        + (scatter.worst.isEmpty
          ? "."
          : "; lines join the worst of them without common predictions. A pair is the worse, the larger "
            + "the lesser of the two differences is, each in the range of its axis."),
      mark: "the worst pair" + (scatter.masks.isEmpty ? "" : ", drawn below"))
  }

  private static let gap = Point(.nan, .nan)

  private func label(_ key: String, _ judges: [PredictionEvaluation.Judge]) -> String {
    judges.first { $0.key == key }?.label ?? key
  }
}

// MARK: - Course

extension EvaluationComposition {
  /// A panel for each metric and each loss, a curve for each class.
  private func course() -> Figure {
    let judges = evaluation.metrics + evaluation.losses
    let panels = judges.map { judge in
      Panel.lines(
        LinePanel(
          title: judge.label, x: epochAxis,
          series: evaluation.classes.indices.map { series($0, judge) },
          aspectRatio: 0.7))
    }
    // Curves of some epochs need more room than those of a few steps.
    let columns = max(1, style.columns - 1)
    let rows = panels.chunks(ofCount: columns).map { row in
      Array(row) + Array(repeating: .blank, count: columns - row.count)
    }
    return figure(
      rows,
      caption: "The mean over the cases of every metric and loss at each epoch"
        + (evaluation.cases.count > 1
          ? ", with 95 % intervals over \(counted(evaluation.cases.count, "case"))." : "."),
      // A single curve a panel needs no name.
      legend: evaluation.classes.count > 1 ? .shared : .hidden)
  }

  private var epochAxis: Axis {
    Axis(
      "epoch", range: -0.2...(Double(evaluation.epochs.count) - 0.8),
      ticks: .labelled(
        evaluation.epochs.enumerated().map {
          AxisTick(position: Double($0), labels: [shortNames[$1] ?? $1])
        }))
  }

  /// What tells the epochs apart: their names without what all of them begin with.
  private var shortNames: [String: String] {
    let names = evaluation.epochs
    guard names.count > 1, let first = names.first else { return [:] }
    let common = names.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    // A number is not cut in two.
    let prefix = common.reversed().drop { $0.isNumber || $0 == "." }.count
    return Dictionary(
      names.map { ($0, $0.count > prefix ? String($0.dropFirst(prefix)) : $0) },
      uniquingKeysWith: { first, _ in first })
  }

  private func series(_ place: Int, _ judge: PredictionEvaluation.Judge) -> Series {
    let name = evaluation.classes[place]
    let means = evaluation.epochs.map { epoch in
      evaluation.course.first {
        $0.className == name && $0.epoch == epoch && $0.judge == judge.key
      }?.mean
    }
    return Series(
      name: name.isEmpty ? "mean" : "label \(name)", style: place,
      points: means.enumerated().map { Point(Double($0), $1?.value ?? .nan) },
      band: Series.Band(
        lower: means.map { $0?.lower ?? $0?.value ?? .nan },
        upper: means.map { $0?.upper ?? $0?.value ?? .nan }))
  }
}
