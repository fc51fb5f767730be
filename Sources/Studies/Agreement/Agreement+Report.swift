import Documents
import Experiments
import Foundation
import Texts

extension Agreement: StudyResult {
  /// Everything but the single predictions, which the tables hold, as JSON.
  public func json() throws -> Data { try JSON.document(self, kind: AgreementStudy.kind) }

  public func tables() throws -> [(suffix: String, content: Data)] {
    [
      ("", try table(agreements)), ("-pairs", try table(lossPairs + metricPairs)),
      ("-predictions", try predictionTable()),
    ]
  }

  private func table(_ agreements: [JudgeAgreement]) throws -> Data {
    func cells(_ estimate: Estimate?) -> [String] {
      [estimate?.value, estimate?.lower, estimate?.upper].map { $0.map { "\($0)" } ?? "" }
    }
    return try CSV.table(
      [
        "judge", "reference", "object", "pairs", "wrong", "wrongLower", "wrongUpper", "kendall",
        "kendallLower", "kendallUpper",
      ],
      agreements.map { agreement in
        [agreement.judge, agreement.reference, agreement.object ?? "", "\(agreement.pairs)"]
          + cells(agreement.wrong) + cells(agreement.kendall)
      }, configuration: configuration)
  }

  /// One row for each prediction; of metrics their badness.
  private func predictionTable() throws -> Data {
    let experiment = configuration.experiment
    let keys = experiment.settings.map(\.key) + experiment.metrics.map(\.id)
    let rows = cells.flatMap { cell in
      cell.runs.enumerated().flatMap { run, steps in
        steps.enumerated().map { step, values in
          [cell.object, cell.path, "\(run)", "\(step)"] + values.map { $0.map { "\($0)" } ?? "" }
        }
      }
    }
    return try CSV.table(
      ["object", "path", "run", "step"] + keys, rows, configuration: configuration)
  }
}

// MARK: - For people

extension Agreement {
  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    var lines = [
      "# Do losses prefer what metrics prefer?", "", Provenance.statement(), "",
    ]
    lines += configuration.experiment.statementOfFiles.map { [$0, ""] } ?? []
    lines += figures.map { Markdown.figure("Agreement", file: $0) }
    lines += protocolLines()
    lines += [
      "## Losses judged by metrics", "",
      "Of the pairs that the metric tells apart, the share in which the loss prefers the worse "
        + "prediction, in percent: 0 for a loss that always agrees, 50 for a coin. Pooled over the "
        + "objects, only predictions of the same one being compared.", "",
    ]
    lines += TextTable.markdown(
      ["loss", "mean"] + metrics.map(\.key),
      losses.map { loss in
        [loss.key, shareInPercent(loss.meanWrong)]
          + metrics.map { metric in
            shareInPercent(agreement(loss: loss.key, metric: metric.key, object: nil)?.wrong?.value)
          }
      })
    lines += highlighted.flatMap(detailLines)
    lines += scatterLines()
    if !impossible.isEmpty {
      lines += ["## Not possible", ""] + impossible.map { "- \($0)" } + [""]
    }
    var named = configuration
    named.experiment = configuration.experiment.withFilesInsteadOfMasks
    return Markdown.document(lines + (try Provenance.markdown(named)))
  }

  /// The metrics for which figures show more.
  public var highlighted: [Judge] {
    let chosen = configuration.highlights.compactMap { id in metrics.first { $0.key == id } }
    return chosen.isEmpty ? Array(metrics.prefix(3)) : chosen
  }

  private func protocolLines() -> [String] {
    let runs = Set(cells.flatMap { cell in cell.runs.indices.map { "\(cell.path) \($0)" } }).count
    return [
      "\(counted(objects.map(\.predictions).reduce(0, +), "prediction")) of "
        + "\(counted(objects.count, "object")): steps 0 to \(configuration.experiment.steps) of "
        + "\(counted(runs, "run")) of \(counted(configuration.experiment.paths.count, "path")). A metric tells two predictions apart when it differs by more than "
        + "\(percent(configuration.resolution)) of the range of its values on that object. Where the "
        + "losses of two predictions are equal but for rounding, the pair counts half. Intervals hold "
        + "95 % of \(configuration.resamples) resamples, each of as many runs, drawn with seed "
        + "\(configuration.experiment.seed).", "",
    ]
      + TextTable.markdown(
        ["object", "elements", "runs", "predictions"],
        objects.map { [$0.name, "\($0.size)", "\($0.runs)", "\($0.predictions)"] })
  }

  /// One metric in full.
  private func detailLines(_ metric: Judge) -> [String] {
    let all = losses.compactMap { agreement(loss: $0.key, metric: metric.key, object: nil) }
      .sorted { ($0.wrong?.value ?? .infinity) < ($1.wrong?.value ?? .infinity) }
    let rows = all.map { pooled in
      [
        pooled.judge, pooled.wrong.inPercent,
        pooled.kendall.text { fixed($0) },
      ]
        + objects.map { object in
          shareInPercent(
            agreement(loss: pooled.judge, metric: metric.key, object: object.name)?.wrong?.value)
        }
    }
    return ["### By \(metric.label) (`\(metric.key)`)", ""]
      + TextTable.markdown(
        ["loss", "prefers the worse, %", "τ-b"] + objects.map { "\($0.name), %" }, rows)
  }

  private func scatterLines() -> [String] {
    guard let scatter else { return [] }
    return [
      "## `\(scatter.loss)` against `\(scatter.metric)` on `\(scatter.object)`", "",
      "In \(scatter.discordant) of the \(counted(scatter.pairs, "pair")) that the metric tells apart the loss "
        + "prefers the worse, ties aside.", "",
    ] + scatter.worstPairLines
  }

  /// The losses by the highlighted metrics as a table for the terminal.
  public func summary() -> String {
    let rows = losses.map { loss in
      [loss.key, shareInPercent(loss.meanWrong)]
        + highlighted.map { metric in
          (agreement(loss: loss.key, metric: metric.key, object: nil)?.wrong).inPercent
        }
    }
    return
      (["pairs in which the loss prefers the worse prediction, in percent, with 95 % intervals"]
      + TextTable.aligned([["loss", "all metrics"] + highlighted.map(\.key)] + rows))
      .joined(separator: "\n")
  }
}

extension AgreementScatter.Point {
  /// Which prediction it is.
  package var place: String { "step \(step) of \(path)" + (run > 0 ? ", seed \(run + 1)" : "") }
}
