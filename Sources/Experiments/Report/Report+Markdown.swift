import Documents
import Texts

extension Report {
  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String] = []) throws -> String {
    var lines = [
      "# Do segmentation losses rise with the error?",
      "",
      Provenance.statement(version: version),
      "",
    ]
    lines += figures.map { "![Loss against step](\($0))\n" }
    lines += claimLines()
    for scene in scenes { lines += Self.lines(for: scene) }
    if let impossible {
      lines += ["## Objects and paths that are not possible", ""] + impossible.map { "- \($0)" }
      lines.append("")
    }
    if !failures.isEmpty {
      lines += ["## Losses that could not be evaluated", ""] + failures.map { "- \($0)" } + [""]
    }
    lines += [
      "## How to read this", "",
      "A step rises when the loss grows by more than τ = \(shortNumber(configuration.tolerance)) of "
        + "the range of its curve, stalls when it changes by τ at most, and falls otherwise. "
        + "Fluctuation is total variation over net rise: 1 means that the curve never turns back. "
        + "ρ and τ-b are the rank correlations of Spearman and Kendall with the step. Probabilities "
        + "are `\(configuration.probabilities)`; FP and FN count elements of the predicted mask, soft FP "
        + "= Σ p (1 − g) and soft FN = Σ (1 − p) g.",
      "",
    ]
    return (lines + (try Provenance.markdown(configuration))).joined(separator: "\n")
  }

  private func claimLines() -> [String] {
    claims.flatMap { path in
      let heading = "## The article's claims along the path `\(path.path)`"
      let rows = path.claims.map { claim in
        "| \(claim.claim.rawValue). \(claim.claim.statement) | **\(claim.verdict.rawValue)** |"
      }
      let details = path.claims.flatMap { Self.details(of: $0) }
      return [heading, "", "| claim | verdict |", "|---|---|"] + rows + [""] + details
    }
  }

  private static func details(of claim: ClaimEvaluation) -> [String] {
    let evidence = claim.evidence.map { "   - \($0)" }
    return ["\(claim.claim.rawValue). Rule: \(claim.rule).", ""] + evidence + [""]
  }

  private static func lines(for scene: SceneReport) -> [String] {
    let settings = scene.settings.map { "\($0.name) \(shortNumber($0.value)) \($0.unit)" }
    let share = percent(Double(scene.size) / Double(scene.gridCount))
    var lines = [
      "## The object `\(scene.object)` along the path `\(scene.path)`", "",
      "\(scene.size) of \(scene.gridCount) elements (\(share)). Chosen before any loss was "
        + "evaluated: \(settings.joined(separator: ", ")).",
      "",
    ]
    lines += verdictLines(scene.curves, named: "loss")
    lines += metricLines(scene)
    lines += ["", "| step | FP | FN | soft FP | soft FN |", "|--:|--:|--:|--:|--:|"]
    lines += scene.falsePositives.indices.map { step in
      let numbers = [
        scene.falsePositives[step], scene.falseNegatives[step],
        scene.softErrors[step].falsePositives, scene.softErrors[step].falseNegatives,
      ]
      return "| " + (["\(step)"] + numbers.map { fixed($0) }).joined(separator: " | ") + " |"
    }
    lines.append("")
    if let disjoint = scene.disjointFrom { lines += [Self.noOverlap(from: disjoint), ""] }
    lines += violationLines(scene)
    for curve in scene.curves {
      if let remark = curve.monotonicity.remark { lines += ["\(curve.key): \(remark).", ""] }
    }
    return lines
  }

  /// What there is to say of the steps at which nothing overlaps.
  static func noOverlap(from step: Int) -> String {
    "From step \(step) on the object has left its truth: nothing overlaps, and FN is as high as it can be."
  }

  /// For paths with several seeds: in how many of them some step does not rise.
  private static func violationLines(_ scene: SceneReport) -> [String] {
    let shares = scene.curves.compactMap { curve in
      curve.shareWithViolation.map { "\(curve.key) \(percent($0))" }
    }
    guard !shares.isEmpty else { return [] }
    return [
      "Share of the seeds with a step that does not rise: \(shares.joined(separator: ", ")).", "",
    ]
  }
}
