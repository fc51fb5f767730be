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
    var lines = TextTable.aligned([["loss"] + headings] + rows)
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
    for path in claims {
      lines += ["", "claims of the article along \(path.path)"]
      lines += path.claims.map { claim in
        "  \(claim.claim.rawValue). \(claim.claim.statement) \(claim.verdict.rawValue.uppercased())"
      }
    }
    if let impossible { lines += [""] + impossible.map { "\($0)" } }
    return lines.joined(separator: "\n")
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
