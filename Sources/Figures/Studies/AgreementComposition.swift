import Algorithms
import Experiments
import Foundation
import Plot
import Studies
import Texts

extension AgreementStudy: DrawnStudy {
  public static func figures(
    of result: Agreement, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    AgreementComposition(result, style: style).figures()
  }
}

/// Makes the figures of the agreement of losses and metrics.
struct AgreementComposition {
  private let agreement: Agreement
  private let style: FigureStyle

  init(_ agreement: Agreement, style: FigureStyle) {
    self.agreement = agreement
    self.style = style
  }

  /// Losses against metrics, against the size of the object, prediction by prediction, and among
  /// themselves.
  func figures() -> [(name: String, figure: Figure)] {
    var figures = [("agreement", judged())]
    if agreement.objects.count > 1 { figures.append(("agreement-size", sizes())) }
    if let scatter = agreement.scatter {
      figures.append(
        ("agreement-scatter", ScatterComposition(scatter, agreement, style: style).figure()))
    }
    if agreement.losses.count > 1 {
      figures.append(
        ("agreement-losses", among(agreement.lossGroups, agreement.lossPairs, "losses")))
    }
    if agreement.metrics.count > 1 {
      figures.append(
        (
          "agreement-metrics",
          among(agreement.metrics.map { [$0] }, agreement.metricPairs, "metrics")
        ))
    }
    return figures
  }

  private func figure(_ panel: Panel, caption: String) -> Figure {
    Figure(
      caption: caption, panels: [[panel]], width: style.width, theme: style.theme,
      metadata: style.metadata)
  }
}

// MARK: - Heat maps

extension AgreementComposition {
  /// The share of pairs that each loss orders wrongly, by each metric.
  private func judged() -> Figure {
    let groups = agreement.lossGroups
    let table = HeatTable(
      rows: groups.map(Self.name), columns: agreement.metrics.map(\.key)
    ) { row, column in
      agreement.agreement(
        loss: groups[row][0].key, metric: agreement.metrics[column].key, object: nil
      )?.wrong.map { 100 * $0.value }
    }
    return figure(
      .heat(table.wrongPairs()),
      caption: "Of the pairs of predictions of the same truth that a metric tells apart, the share "
        + "in percent in which the loss prefers the worse one, ties counted by half: 0 for a loss "
        + "that always agrees, 50 for a coin. \(predictions) Losses and metrics in the order of "
        + "their means. \(alike(groups))")
  }

  private var predictions: String {
    let count = agreement.objects.map(\.predictions).reduce(0, +)
    return "\(counted(count, "prediction")) of \(counted(agreement.objects.count, "object"))."
  }

  /// What names losses that order all pairs alike.
  private static func name(_ group: [Agreement.Judge]) -> String {
    group[0].key + (group.count > 1 ? " (+\(group.count - 1))" : "")
  }

  private func alike(_ groups: [[Agreement.Judge]]) -> String {
    let texts = groups.filter { $0.count > 1 }.map { group in
      group.map(\.key).joined(separator: ", ")
    }
    return texts.isEmpty
      ? "" : "Losses that order all pairs alike: \(texts.joined(separator: "; "))."
  }

  /// Kendall's τ-b of each two losses or metrics.
  private func among(
    _ groups: [[Agreement.Judge]], _ pairs: [JudgeAgreement], _ what: String
  ) -> Figure {
    let known = Dictionary(
      pairs.flatMap { [([$0.judge, $0.reference], $0), ([$0.reference, $0.judge], $0)] }
    ) { first, _ in first }
    let names = groups.enumerated().map { "\(Self.name($1))  \($0 + 1)" }
    let table = HeatTable(
      rows: names, columns: groups.indices.map { "\($0 + 1)" }
    ) { row, column in
      guard row != column else { return 100 }
      return known[[groups[row][0].key, groups[column][0].key]]?.kendall.map { 100 * $0.value }
    }
    let isNegative = pairs.contains { ($0.kendall?.value ?? 0) < -0.005 }
    return figure(
      .heat(
        table.panel(
          range: isNegative ? -100...100 : 0...100, isNegative ? .diverging : .sequential,
          label: "100 τ-b", columnNamesRunUpwards: false
        ) { "\(Int($0.rounded()))" }),
      caption: "Kendall's τ-b of the \(what) with each other, times 100, over all pairs of "
        + "predictions of the same truth; columns in the order of rows. \(predictions) "
        + alike(groups))
  }
}

// MARK: - Size

extension AgreementComposition {
  /// More curves than this in a panel cannot be told apart; a table shows them then.
  private static let mostCurvesInOnePanel = 10

  private func sizes() -> Figure {
    agreement.losses.count > Self.mostCurvesInOnePanel ? sizeTable() : sizeCurves()
  }

  /// One row a loss, one column for each object and metric.
  private func sizeTable() -> Figure {
    let groups = agreement.lossGroups
    let columns = agreement.highlighted.flatMap { metric in
      agreement.objects.map { (metric: metric.key, object: $0) }
    }
    let table = HeatTable(
      rows: groups.map(Self.name), columns: columns.map { "\($0.metric), \($0.object.size)" }
    ) { row, column in
      agreement.agreement(
        loss: groups[row][0].key, metric: columns[column].metric,
        object: columns[column].object.name
      )?.wrong.map { 100 * $0.value }
    }
    return figure(
      .heat(table.wrongPairs()),
      caption: "The share of pairs in which a loss prefers the prediction that the metric says is "
        + "worse, in percent, for objects of as many elements as stands beside the metric. "
        + "\(alike(groups))")
  }

  /// One panel a metric.
  private func sizeCurves() -> Figure {
    let limit = upperLimit()
    return Figure(
      caption: "The share of pairs in which a loss prefers the prediction that the metric says is "
        + "worse, against the number of elements of the object; bands are 95 % intervals over the "
        + "runs of the paths.",
      panels: [
        agreement.highlighted.map { metric in
          .lines(
            LinePanel(
              title: "by \(metric.key)",
              x: Axis("elements of the object", scale: .logarithmic),
              y: Axis("ordered wrongly, %", range: 0...limit),
              series: agreement.losses.enumerated().map { place, loss in
                series(loss, by: metric, style: place)
              }, references: [ReferenceLine(.horizontal, at: 50, name: "chance")],
              aspectRatio: 0.8))
        }
      ], width: style.width, theme: style.theme, metadata: style.metadata)
  }

  /// One scale for all panels, so that they can be compared.
  private func upperLimit() -> Double {
    let shares = agreement.highlighted.flatMap { metric in
      agreement.agreements.filter { $0.reference == metric.key && $0.object != nil }
        .compactMap { $0.wrong?.upper ?? $0.wrong?.value }
    }
    return max(60, ((shares.max() ?? 0) * 10).rounded(.up) * 10)
  }

  private func series(
    _ loss: Agreement.Judge, by metric: Agreement.Judge, style: Int
  ) -> Series {
    let estimates = agreement.objects.map { object in
      agreement.agreement(loss: loss.key, metric: metric.key, object: object.name)?.wrong
    }
    func limits(_ bound: (Estimate) -> Double?) -> [Double] {
      estimates.map { estimate in
        100 * (estimate.flatMap { bound($0) ?? $0.value } ?? .nan)
      }
    }
    return Series(
      name: loss.label, style: style,
      points: zip(agreement.objects, estimates).map { object, estimate in
        Point(Double(object.size), 100 * (estimate?.value ?? .nan))
      }, band: Series.Band(lower: limits(\.lower), upper: limits(\.upper)))
  }
}
