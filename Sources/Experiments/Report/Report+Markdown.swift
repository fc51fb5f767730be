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
    ]
    lines += answer().flatMap { [$0, ""] }
    lines += [Provenance.statement(version: version), ""]
    lines += figures.map { Markdown.figure("Loss against step", file: $0) }
    lines += claimLines()
    for scene in scenes { lines += Self.lines(for: scene) }
    lines += characterLines()
    if let impossible {
      lines += ["## Objects and paths that are not possible", ""] + impossible.map { "- \($0)" }
      lines.append("")
    }
    if let cautions {
      lines += ["## What losses cannot see here", ""] + cautions.map { "- \($0)" } + [""]
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
    return Markdown.document(
      lines + (try Provenance.markdown(configuration.withFilesInsteadOfMasks)))
  }

  private func claimLines() -> [String] {
    let judged = claims.filter { $0.claims.contains { $0.verdict != .notEvaluated } }
    let lines = judged.flatMap { path -> [String] in
      let claims = path.claims.filter { $0.verdict != .notEvaluated }
      let rows = claims.map { claim in
        [
          "\(claim.claim.rawValue). \(claim.claim.statement)", claim.reading ?? "",
          "**\(claim.verdict.rawValue)**",
        ]
      }
      let ofWhat =
        path.object.map {
          ", the class `\($0)` in the place of the large and of the small object"
        } ?? ""
      return ["## The article's claims along the path `\(path.path)`\(ofWhat)", ""]
        + TextTable.markdown(["claim", "reading", "verdict"], rows)
        + claims.flatMap { Self.details(of: $0) }
    }
    let unjudged = unjudged()
    return lines + unjudged.map { "- \($0)" } + (unjudged.isEmpty ? [] : [""])
  }

  private static func details(of claim: ClaimEvaluation) -> [String] {
    let evidence = claim.evidence.map { "   - \($0)" }
    return ["\(claim.claim.rawValue). Rule: \(claim.rule).", ""] + evidence + [""]
  }

  private static func lines(for scene: SceneReport) -> [String] {
    let settings = scene.settings.map { "\($0.name) \(fixed($0.value)) \($0.unit)" }
    let share = percent(Double(scene.size) / Double(scene.gridCount))
    let grid =
      scene.grid.map { " on a grid of " + $0.map { "\($0)" }.joined(separator: " × ") } ?? ""
    var lines = [
      scene.classes == nil
        ? "## The object `\(scene.object)` along the path `\(scene.path)`"
        : "## Where \(scene.subject) along the path `\(scene.path)`", "",
      "\(scene.size) of \(scene.gridCount) elements (\(share))\(grid). Chosen before any loss was "
        + "evaluated: \(settings.joined(separator: ", ")).",
      "",
    ]
    lines += verdictLines(scene.curves, named: "loss")
    lines += metricLines(scene) + confusionLines(scene)
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
    lines += violationLines(scene) + blindLines(scene) + floorLines(scene)
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
    func line(_ what: String, _ number: (Curve) -> String?) -> [String] {
      let parts = scene.curves.compactMap { curve in number(curve).map { "\(curve.key) \($0)" } }
      return parts.isEmpty ? [] : ["\(what): \(parts.joined(separator: ", ")).", ""]
    }
    let counts = scene.countFalls.map { falls in
      [
        "Of \(counted(falls.seeds, "seed")) FP falls at some step in \(percent(falls.falsePositives)), FN in "
          + "\(percent(falls.falseNegatives)).", "",
      ]
    }
    return (counts ?? [])
      + line("Share of the seeds with a step that does not rise") {
        $0.shareWithViolation.map(percent)
      }
      + line("Share of the seeds with a step that falls") {
        $0.seeds.map { percent($0.shareFalling) }
      }
      + line("Steps of a seed that fall, on average") { $0.seeds.map { fixed($0.meanFalls) } }
  }

  /// What the background's floor decides of the curves.
  private static func floorLines(_ scene: SceneReport) -> [String] {
    guard let findings = scene.floorFindings else { return [] }
    let ofWhat = scene.countFalls == nil ? "" : " of the first run"
    let orders = [scene.floorOrder].compactMap { $0 }.filter { !$0.exchanged.isEmpty }
    let lines = findings.map { "- \($0)." } + orders.map { "- \($0)." }
    guard !lines.isEmpty else {
      return [
        "With a background of probability 0 instead of the floor, every verdict, the order of all "
          + "steps and that of all losses\(ofWhat) are the same.", "",
      ]
    }
    return (ofWhat.isEmpty ? [] : ["In the first run:", ""]) + lines + [""]
  }

  /// Why losses do what they do.
  private func characterLines() -> [String] {
    guard let characters, !characters.isEmpty else { return [] }
    func mark(_ isSo: Bool) -> String { isSo ? "yes" : "no" }
    return [
      "## Why: what each loss looks at", "",
      "Found by trying each on hard predictions of a disc that differ in one thing alone: masks with as "
        + "many FP and FN at other places, counts that grow, a wrong element farther off, the same mask "
        + "less surely. Of a loss that depends on FP and FN alone and falls in neither, "
        + "f(FP, FN) ≤ f(FP′, FN) ≤ f(FP′, FN′) for FP ≤ FP′ and FN ≤ FN′: along nested hard "
        + "predictions, whose counts never fall, it can stall and cannot fluctuate.", "",
    ]
      + TextTable.markdown(
        [
          "loss", "depends on FP and FN alone", "affine in them", "falls in neither",
          "sees distance", "sees probability", "so it",
        ],
        characters.map { character in
          [
            character.loss, mark(character.dependsOnCountsAlone), mark(character.isAffine),
            mark(character.neverFallsInCounts), mark(character.seesDistance),
            mark(character.seesProbability), character.consequence,
          ]
        })
  }

  /// The losses that do not see false positives where the truth is empty.
  private static func blindLines(_ scene: SceneReport) -> [String] {
    let blind = scene.curves.filter { $0.monotonicity.verdict == .flat }.map(\.key)
    guard scene.size == 0, !blind.isEmpty else { return [] }
    return [
      "The truth is empty, and these losses have the same value whatever is predicted there: "
        + "\(blind.joined(separator: ", ")).", "",
    ]
  }
}
