import Algorithms
import Texts

extension Report {
  /// So many paths are spoken of in ``answer()``.
  private static let pathsInAnswer = 4

  /// What was found, in words: ten lines at most.
  public func answer() -> [String] {
    let spoken = claims.prefix(Self.pathsInAnswer)
    var lines = [configuration.statementOfFiles].compactMap(\.self)
    lines += spoken.flatMap { path in
      [rising(along: path.path, of: path.object), Self.verdicts(path)]
    }
    .filter { !$0.isEmpty }
    if claims.count > spoken.count {
      let rest = claims.count - spoken.count
      lines.append("\(counted(rest, "more path")) \(rest == 1 ? "follows" : "follow") below.")
    }
    lines.append("Claims 0 and 4 are about training: `reproduce-figure descend` judges them.")
    return lines
  }

  /// How many losses rise along a path, and which do not.
  private func rising(along path: String, of object: String?) -> String {
    let parts = scenes.filter {
      $0.path == path && (object == nil || $0.object == object)
    }.map { scene in
      let others = scene.curves.filter { $0.monotonicity.verdict != .strictlyIncreasing }
      let count = scene.curves.count - others.count
      let names = others.prefix(4).map(\.key).joined(separator: ", ")
      let rest = others.count > 4 ? " and \(counted(others.count - 4, "other"))" : ""
      return
        "\(count) of \(counted(scene.curves.count, "loss", "losses")) "
        + (scene.classes == nil ? "on the \(scene.object) object" : "where \(scene.subject)")
        + (others.isEmpty ? "" : " (not \(names)\(rest))")
    }
    guard !parts.isEmpty else { return "" }
    return "Along \(path), \(parts.joined(separator: " and ")) rise at every step."
  }

  /// Under how many readings each claim holds along a path.
  private static func verdicts(_ path: PathClaims) -> String {
    let judged = path.claims.filter { $0.verdict != .notEvaluated }.chunked(on: \.claim)
    let parts = judged.map { claim, readings -> String in
      let counts = ClaimVerdict.allCases.filter { $0 != .notEvaluated }.compactMap { verdict in
        let count = readings.count { $0.verdict == verdict }
        return count == 0 ? nil : (verdict.rawValue, count)
      }
      let isOne = counts.count == 1
      let words = counts.map { verdict, count in isOne ? verdict : "\(verdict) in \(count)" }
      return "claim \(claim.rawValue) \(words.joined(separator: " and "))"
        + (readings.count > 1 ? isOne ? " in every reading" : " of \(readings.count) readings" : "")
    }
    guard !parts.isEmpty else { return "" }
    return "Of the survey's claims along \(path.title): \(parts.joined(separator: "; "))."
  }
}

extension Report.SceneReport {
  /// What drifts in a scene of several classes, as half a sentence.
  package var subject: String {
    "\(object) \(object == ExperimentConfiguration.everyClass ? "drift" : "drifts")"
  }
}
