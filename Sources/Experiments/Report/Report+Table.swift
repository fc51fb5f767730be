import Algorithms
import Documents
import Foundation
import Texts

extension Report {
  /// The curves as a table of comma-separated values, one row for each object, loss and step.
  ///
  /// Columns: object, loss, step, falsePositives, falseNegatives, value; then path, the edges of
  /// the band (empty for a single seed), FP and FN as sums of probabilities, and experiment, whose first row holds version and
  /// configuration.
  public func csv() throws -> Data {
    let rows = scenes.flatMap { scene in
      scene.curves.flatMap { curve in
        curve.values.enumerated().map { step, value in
          [
            scene.object, curve.key, "\(step)", shortNumber(scene.falsePositives[step]),
            shortNumber(scene.falseNegatives[step]), "\(value)", scene.path,
            curve.band.map { "\($0.lower[step])" } ?? "",
            curve.band.map { "\($0.upper[step])" } ?? "",
            "\(scene.softErrors[step].falsePositives)", "\(scene.softErrors[step].falseNegatives)",
          ]
        }
      }
    }
    return try CSV.table(
      [
        "object", "loss", "step", "falsePositives", "falseNegatives", "value", "path", "lower",
        "upper", "softFalsePositives", "softFalseNegatives",
      ], rows, configuration: configuration)
  }

  /// The verdicts as a table for the terminal: one line a loss, one column a scene, then the claims.
  public func verdictTable() -> String {
    let headings = scenes.map { "\($0.object), \($0.path)" }
    let keys = scenes.flatMap(\.curves).map(\.key).uniqued()
    let rows = keys.map { key in
      [key]
        + scenes.map { scene in
          scene.curves.first { $0.key == key }.map { Self.shortVerdict($0.monotonicity) } ?? "–"
        }
    }
    var lines = answer() + [""] + TextTable.aligned([["loss"] + headings] + rows)
    let metrics = Array(scenes.flatMap { $0.metrics ?? [] }.map(\.curve.key).uniqued())
    if !metrics.isEmpty {
      let rows = metrics.map { key in
        [key]
          + scenes.map { scene in
            scene.metrics?.first { $0.curve.key == key }.map {
              Self.shortVerdict($0.curve.monotonicity)
            } ?? "–"
          }
      }
      lines += [""] + TextTable.aligned([["metric, as 1 − score or distance"] + headings] + rows)
    }
    lines += scenes.compactMap { scene in
      scene.disjointFrom.map { "\(scene.object), \(scene.path): \(Self.noOverlap(from: $0))" }
    }
    for path in claims where path.claims.contains(where: { $0.verdict != .notEvaluated }) {
      lines += ["", "claims of the article along \(path.title)"] + Self.claimLines(path)
    }
    lines += unjudged()
    if let impossible { lines += [""] + impossible.map { "\($0)" } }
    return lines.joined(separator: "\n")
  }

  /// The claims along a path that can be judged, each with its readings below.
  private static func claimLines(_ path: PathClaims) -> [String] {
    path.claims.filter { $0.verdict != .notEvaluated }.chunked(on: \.claim).flatMap {
      claim, readings in
      ["  \(claim.rawValue). \(claim.statement)"]
        + TextTable.aligned(
          readings.map { ["    \($0.reading ?? "")", $0.verdict.rawValue.uppercased()] })
    }
  }

  /// One line for each reason for which claims cannot be judged.
  func unjudged() -> [String] {
    let entries = claims.flatMap { path in
      path.claims.filter { $0.verdict == .notEvaluated }.map { claim in
        (number: claim.claim.rawValue, path: path.title, reason: claim.evidence.first ?? "")
      }
    }
    let reasons = entries.map(\.reason).uniqued()
    return reasons.map { reason in
      let concerned = entries.filter { $0.reason == reason }
      let numbers = concerned.map { "\($0.number)" }.uniqued().joined(separator: " and ")
      let paths = concerned.map(\.path).uniqued().joined(separator: ", ")
      return "not judged along \(paths): claim \(numbers), since \(reason)"
    }
  }

  /// A verdict and where it fails first.
  package static func shortVerdict(_ report: MonotonicityReport) -> String {
    guard let first = report.firstViolation else { return report.verdict.rawValue }
    if let plateau = report.plateauStart, report.falls == 0, report.verdict == .nonDecreasing,
      report.violations == Array((plateau + 1)...(report.rises + report.stalls))
    {
      return "\(report.verdict.rawValue), plateau from step \(plateau)"
    }
    return "\(report.verdict.rawValue), first at step \(first)"
  }
}
