import Foundation
import Plot
import Studies

extension AdviceStudy: DrawnStudy {
  public static func figures(
    of result: Advice, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    let columns = result.rankings.flatMap { ranking in
      AdviceVariant.all.enumerated().map { (ranking: ranking, variant: $0, name: $1.name) }
    }
    guard let first = result.rankings.first, !first.losses.isEmpty else { return [] }
    let table = HeatTable(
      rows: first.losses.map(\.loss),
      columns: columns.map { "\($0.ranking.metric), \($0.name)" }
    ) { row, column in
      let place = columns[column]
      let loss = place.ranking.losses.first { $0.loss == first.losses[row].loss }
      return loss?.variants[place.variant].map { 100 * $0 }
    }
    return [
      (
        "advise",
        Figure(
          caption: "Of the pairs of predictions of a mask that a metric tells apart, the share in "
            + "percent in which the loss prefers the worse one, the mean over the masks: 0 for a loss "
            + "that always agrees, 50 for a coin. Beside the standard protocol stands what one "
            + "changed choice makes of it. Losses in the order of \(first.label).",
          panels: [[.heat(table.wrongPairs())]], width: style.width, theme: style.theme,
          metadata: style.metadata)
      )
    ]
  }
}
