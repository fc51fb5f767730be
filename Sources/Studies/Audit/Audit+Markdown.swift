import Documents
import Experiments
import Texts

extension Audit {
  /// For one loss its answers, for several a table of symbols with the checks as numbered columns.
  public func summary() -> String {
    if losses.count == 1 {
      let rows = zip(checks, losses[0].judgements).map { check, judgement in
        [judgement.verdict.symbol, check.id, judgement.summary]
      }
      let counts = AuditJudgement.Verdict.allCases.map { "\(losses[0].count($0)) \($0.rawValue)" }
      return (["\(losses[0].key): \(counts.joined(separator: ", "))"] + TextTable.aligned(rows))
        .joined(separator: "\n")
    }
    let numbers = checks.indices.map { "\($0 + 1)" }
    let rows = losses.map { loss in [loss.key] + loss.judgements.map(\.verdict.symbol) }
    let names = checks.enumerated().map { "\($0 + 1) \($1.id)" }
    return
      (TextTable.aligned([["loss"] + numbers] + rows)
      + ["", Self.legend, names.joined(separator: ", ")]).joined(separator: "\n")
  }

  static let legend = AuditJudgement.Verdict.allCases
    .map { "\($0.symbol) \($0.rawValue)" }.joined(separator: ", ")

  public func markdown(figures: [String]) throws -> String {
    var lines = [
      "# What is wrong with \(losses.count == 1 ? "the loss `\(losses[0].key)`" : "the losses")",
      "",
      Provenance.statement(), "",
      "\(Self.legend). *found* is a property to know, which is no fault; sizes, seeds and tolerances are "
        + "the same for every loss.", "",
    ]
    lines += figures.map { Markdown.figure("Audit", file: $0) }
    if losses.count > 1 { lines += table() }
    for loss in losses { lines += answers(of: loss) }
    lines += ["## How the checks are made", ""]
    lines += checks.map { "- `\($0.id)`: \($0.question) \($0.method)" } + [""]
    return Markdown.document(lines + (try Provenance.markdown(configuration)))
  }

  /// Losses as rows, checks as numbered columns.
  func table() -> [String] {
    let header = ["loss"] + checks.indices.map { "\($0 + 1)" }
    let rows = losses.map { ["`\($0.key)`"] + $0.judgements.map(\.verdict.symbol) }
    let names = checks.enumerated().map { "\($0 + 1) `\($1.id)`" }
    return TextTable.markdown(header, rows) + ["Checks: \(names.joined(separator: ", ")).", ""]
  }

  /// What a loss failed at, what was found, and what could not be asked.
  private func answers(of loss: Loss) -> [String] {
    var lines = ["## \(loss.key)", ""]
    let counts = AuditJudgement.Verdict.allCases.map { "\(loss.count($0)) \($0.rawValue)" }
    lines += [counts.joined(separator: ", ") + ".", ""]
    for (check, judgement) in zip(checks, loss.judgements)
    where losses.count == 1 || judgement.verdict != .passed {
      lines.append("- \(judgement.verdict.symbol) `\(check.id)`: \(judgement.summary)")
      let numbers = judgement.evidence.map { "\($0.name) \(fourDigits($0.value))" }
      if !numbers.isEmpty { lines.append("  - \(numbers.joined(separator: "; "))") }
      if judgement.verdict == .failed || judgement.verdict == .found {
        if !judgement.input.isEmpty { lines.append("  - \(judgement.input)") }
        lines.append("  - `\(command(loss, check))`")
      }
    }
    return lines + [""]
  }
}
