import Algorithms
import Documents
import Foundation
import Texts

extension Advice: StudyResult {
  public func json() throws -> Data { try JSON.document(self) }

  public func tables() throws -> [(suffix: String, content: Data)] {
    [("", try lossTable()), ("-masks", try maskTable())]
  }

  private func lossTable() throws -> Data {
    let names = AdviceVariant.all.map(\.name)
    let rows = rankings.flatMap { ranking in
      ranking.losses.map { loss -> [String] in
        let estimate = [loss.wrong.value, loss.wrong.lower, loss.wrong.upper]
        return [ranking.metric, loss.loss, "\(loss.group)"]
          + (estimate + loss.variants.dropFirst()).map { $0.map { "\($0)" } ?? "" }
      }
    }
    return try CSV.table(
      ["metric", "loss", "group", "wrong", "lower", "upper"] + names.dropFirst(), rows,
      configuration: configuration)
  }

  private func maskTable() throws -> Data {
    try CSV.table(
      ["mask", "elements", "components", "thickness", "paths", "notPossible"],
      masks.map { mask -> [String] in
        let traits = mask.traits.map {
          ["\($0.size)", "\($0.components)", "\($0.thickness)"]
        }
        return [mask.name] + (traits ?? ["", "", ""])
          + [mask.paths.joined(separator: " "), mask.obstacles.joined(separator: "; ")]
      }, configuration: configuration)
  }

  /// The answer in words, one sentence for each metric, and a second where it depends on a choice.
  public var answers: [String] {
    rankings.map { ranking in
      let groups = ranking.groups
      guard let best = groups.first else {
        return
          "By \(ranking.label) nothing can be said: it tells no predictions of these masks apart."
      }
      return Self.sentence(best.map(\.loss), ranking) + " " + Self.dependence(ranking)
    }
  }

  private static func sentence(_ best: [String], _ ranking: Ranking) -> String {
    let worse = ranking.losses.count - best.count
    switch (best.count, worse) {
    case (_, 0):
      return "By \(ranking.label) no loss can be recommended above another: none of the "
        + "\(best.count) is told from the best."
    case (1, _):
      return "By \(ranking.label) \(best[0]) orders fewer pairs wrongly than each of the \(worse) "
        + "other losses."
    default:
      return "By \(ranking.label) these \(best.count) losses cannot be told from the best, and the "
        + "other \(worse) are worse: \(best.joined(separator: ", "))."
    }
  }

  /// Which choices change what is best.
  private static func dependence(_ ranking: Ranking) -> String {
    let standard = Set(ranking.best.first ?? [])
    let changes = zip(AdviceVariant.all, ranking.best).dropFirst()
      .filter { standard.isDisjoint(with: $0.1) }
    guard !changes.isEmpty else {
      return standard.count == 1
        ? "It stays among the best whichever of the other choices is made."
        : "Some of them stay among the best whichever of the other choices is made."
    }
    return "This depends on a choice: "
      + changes.map { "with \($0.name) the best are \($1.joined(separator: ", "))" }
      .joined(separator: "; ") + "."
  }

  /// The page for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the page.
  public func markdown(figures: [String]) throws -> String {
    var lines = ["# Which loss for these masks?", "", Provenance.statement(version: version), ""]
    lines += answers.flatMap { [$0, ""] }
    lines += [scope, ""]
    lines += figures.map { Markdown.figure("Advice", file: $0) }
    for ranking in rankings { lines += rankingLines(ranking) }
    lines += maskLines() + methodLines()
    return Markdown.document(lines + (try Provenance.markdown(configuration)))
  }

  /// What the intervals are about.
  private var scope: String {
    let count = masks.count { !$0.paths.isEmpty }
    return configuration.isAboutOtherMasks
      ? "The intervals are over \(count) masks: they speak of masks of which these are a fair sample."
      : "There are only \(count) masks. The intervals are over the runs of the error paths on these "
        + "very masks and say nothing of others; give \(AdviceConfiguration.leastMasks) or more."
  }

  private func rankingLines(_ ranking: Ranking) -> [String] {
    [
      "## By \(ranking.label) (`\(ranking.metric)`)", "",
      "Share in percent of the pairs that the metric tells apart in which the loss prefers the worse "
        + "prediction, the mean over \(ranking.masks) masks with its 95 % interval; then the same "
        + "with one choice changed.", "",
    ]
      + TextTable.markdown(
        ["group", "loss", "wrong, %"] + AdviceVariant.all.dropFirst().map(\.name),
        ranking.losses.map { loss in
          ["\(loss.group)", loss.loss, Self.interval(loss.wrong)]
            + loss.variants.dropFirst().map { Self.share($0) }
        })
  }

  private func maskLines() -> [String] {
    let traits = masks.compactMap(\.traits)
    func span(_ values: [Double]) -> String {
      "\(fixed(values.min())) to \(fixed(values.max()))"
    }
    var lines = ["## The masks", ""]
    if !traits.isEmpty {
      lines += [
        "\(traits.count) objects of \(span(traits.map { Double($0.size) })) elements, "
          + "\(span(traits.map { Double($0.components) })) components and "
          + "\(span(traits.map(\.thickness))) elements thick. Error paths, and on how many of them:",
        "",
      ]
      let paths = masks.flatMap(\.paths).uniqued()
      lines +=
        paths.map { path in "- `\(path)`: \(masks.count { $0.paths.contains(path) })" } + [""]
    }
    let obstacles = masks.filter { !$0.obstacles.isEmpty }
    guard !obstacles.isEmpty else { return lines }
    // A list of thousands helps nobody; the table has it whole.
    let shown = obstacles.prefix(20).map { mask in
      "- \(mask.name): \(mask.obstacles.joined(separator: "; "))"
    }
    let rest = obstacles.count - shown.count
    return lines + ["Not possible:", ""] + shown
      + (rest > 0 ? ["- and on \(rest) more, see advise-masks.csv"] : []) + [""]
  }

  private func methodLines() -> [String] {
    [
      "## How this was found", "",
      "Each mask, cut out with \(configuration.margin) elements of background around it, was spoilt "
        + "along the paths above in \(configuration.experiment.steps) steps, random ones with "
        + "\(configuration.experiment.repeats) seeds. Predictions are "
        + "`\(AdviceVariant.all[0].probabilities)`. Two predictions are told apart by a metric when it differs by "
        + "more than \(percent(configuration.resolution)) of its range on that mask. A group is "
        + "made of the best loss that is left and of all losses whose difference from it has an "
        + "interval that reaches 0, the level shared out over all comparisons (Bonferroni), or that so "
        + "few masks could tell from it by no test of signs; "
        + "\(configuration.resamples) resamples, seed \(configuration.experiment.seed).", "",
      "What agrees with a metric on given predictions need not train a network better: optimisation, "
        + "data and architecture have their say. `descend` trains; read both.", "",
    ]
  }

  private static func share(_ value: Double?) -> String {
    value.map { String(format: "%.1f", 100 * $0) } ?? "–"
  }

  private static func interval(_ estimate: Estimate) -> String {
    guard let lower = estimate.lower, let upper = estimate.upper else {
      return share(estimate.value)
    }
    return "\(share(estimate.value)) [\(share(lower)), \(share(upper))]"
  }

  /// The answer and the rankings for the terminal.
  public func summary() -> String {
    let tables = rankings.map { ranking in
      TextTable.aligned(
        [["by \(ranking.metric)", "group", "wrong, %"]]
          + ranking.losses.map { [$0.loss, "\($0.group)", Self.interval($0.wrong)] }
      ).joined(separator: "\n")
    }
    return (answers + [scope] + tables).joined(separator: "\n\n")
  }
}
