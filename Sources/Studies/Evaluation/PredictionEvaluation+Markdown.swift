import Documents
import Foundation
import Texts

extension PredictionEvaluation {
  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    var lines = [
      "# What losses and metrics say of these predictions", "",
      Provenance.statement(), "",
    ]
    lines += [scopeStatement, ""]
    lines += figures.map { Markdown.figure("Evaluation", file: $0) }
    for scope in scopes { lines += agreementLines(scope) }
    lines += scatterLines() + courseLines()
    if !obstacles.isEmpty {
      // A list of thousands helps nobody.
      lines += ["## Not evaluated", ""] + obstacles.prefix(50).map { "- \($0)" }
      if obstacles.count > 50 { lines += ["- and \(obstacles.count - 50) more"] }
      lines += [""]
    }
    return Markdown.document(lines + (try Provenance.markdown(configuration)))
  }

  /// How much there is, and what intervals are about.
  private var scopeStatement: String {
    let evaluated = Set(predictions.map(\.caseName)).count
    var text =
      "\(counted(predictions.count, "prediction")) of \(counted(evaluated, "case"))"
      + (epochs.count > 1 ? " at \(counted(epochs.count, "epoch"))" : "")
      + (classes == [""] ? ". " : ", \(counted(classes.count, "class", "classes")). ")
    text +=
      "A metric tells two predictions apart when it differs by more than "
      + "\(percent(configuration.resolution)) of the range of its values on that class. Where losses are "
      + "equal but for rounding, the pair counts half. "
    if evaluated < 2 { return text + "There is one case, and nothing to take intervals over." }
    text +=
      "Intervals hold 95 % of \(configuration.resamples) resamples of the cases, drawn with seed "
      + "\(configuration.seed): they speak of cases of which these are a fair sample"
    text +=
      evaluated < AdviceConfiguration.leastMasks
      ? ", and of so few are narrower than they should be." : "."
    if comparedCases < cases.count {
      text +=
        " Pairs of different cases are those of \(comparedCases) of them, drawn at random: all pairs "
        + "of \(cases.count) are too many."
    }
    return text
  }

  private func agreementLines(_ scope: ComparisonScope) -> [String] {
    let what =
      switch scope {
      case .epochs:
        "Of the pairs of epochs of one case that the metric tells apart, the share in percent in which the "
          + "loss prefers the worse prediction, and Kendall's τ-b: does a loss that falls in training "
          + "bring a better metric?"
      case .cases:
        "The same of pairs of different cases at one epoch: does a case with the larger loss have the "
          + "worse metric?"
      }
    let header = metrics.flatMap { ["\($0.key), %", "τ-b"] }
    return ["## Agreement \(scope.label)", "", what, ""]
      + TextTable.markdown(
        ["loss"] + header,
        losses.map { loss in
          [loss.key]
            + metrics.flatMap { metric -> [String] in
              let agreement = agreement(scope, loss: loss.key, metric: metric.key)
              return [
                (agreement?.wrong).inPercent,
                (agreement?.kendall).text { fixed($0) },
              ]
            }
        })
  }

  private func scatterLines() -> [String] {
    guard let scatter else { return [] }
    return [
      "## `\(scatter.loss)` against `\(scatter.metric)`", "",
      "In \(scatter.discordant) of the \(counted(scatter.pairs, "pair")) \(scatter.scope.label) that the "
        + "metric tells apart the loss prefers the worse, ties aside.", "",
    ] + scatter.worstPairLines
  }

  /// Means by epoch, one table a class.
  private func courseLines() -> [String] {
    let keys = metrics.map(\.key) + losses.map(\.key)
    let means = Dictionary(
      course.map { ([$0.className, $0.epoch, $0.judge], $0.mean) }, uniquingKeysWith: { $1 })
    return classes.flatMap { name in
      ["## Means over the cases" + (name.isEmpty ? "" : ", label \(name)"), ""]
        + TextTable.markdown(
          ["judge"] + epochs.map { $0.isEmpty ? "mean" : $0 },
          keys.map { key in
            [key] + epochs.map { means[[name, $0, key]].text(fourDigits) }
          })
    }
  }

  /// The agreement as a table for the terminal; means where nothing can be compared.
  public func summary() -> String {
    guard let scope = scopes.first else {
      return TextTable.aligned(
        [["class", "epoch", "judge", "mean"]]
          + course.map { [$0.className, $0.epoch, $0.judge, fourDigits($0.mean.value)] }
      ).joined(separator: "\n")
    }
    let rows = losses.map { loss in
      [loss.key]
        + metrics.map { metric in
          (agreement(scope, loss: loss.key, metric: metric.key)?.wrong).inPercent
        }
    }
    return
      ([
        "pairs \(scope.label) in which the loss prefers the worse prediction, in percent, with 95 % "
          + "intervals over \(counted(cases.count, "case"))"
      ] + TextTable.aligned([["loss"] + metrics.map(\.key)] + rows)).joined(separator: "\n")
  }
}
