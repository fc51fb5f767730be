import Documents
import Foundation
import Texts

extension Report {
  /// How each of some curves rises.
  ///
  /// - Parameter kind: what they are curves of, as the heading of their names.
  static func verdictLines(_ curves: [Curve], named kind: String) -> [String] {
    [
      "| \(kind) | verdict | rises | stalls | falls | first violation | plateau from | ρ | τ-b "
        + "| fluctuation | largest fall |",
      "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
      + curves.map { curve in
        let report = curve.monotonicity
        let cells = [
          curve.key, report.verdict.rawValue, "\(report.rises)", "\(report.stalls)",
          "\(report.falls)", report.firstViolation.map { "\($0)" } ?? "–",
          report.plateauStart.map { "\($0)" } ?? "–", optional(report.spearman),
          optional(report.kendall), fixed(report.fluctuation), percent(report.largestFall),
        ]
        return Markdown.row(cells)
      }
  }

  /// How the metrics of a scene get worse, where there are metrics.
  static func metricLines(_ scene: SceneReport) -> [String] {
    let curves = (scene.metrics ?? []).map(\.curve)
    let undefined = (scene.undefined ?? []).map { "\($0)." }
    guard !curves.isEmpty || !undefined.isEmpty else { return [] }
    return [
      "", "Metrics, as 1 − score or as a distance, which is to rise as the prediction gets worse:",
      "",
    ]
      + verdictLines(curves, named: "metric") + (undefined.isEmpty ? [] : [""] + undefined)
  }

  private static func optional(_ value: Double?) -> String {
    value.map { fixed($0) } ?? "–"
  }

  private static func rows(of curve: Curve, in scene: SceneReport) -> [[String]] {
    curve.values.enumerated().map { step, value -> [String] in
      let limits = curve.band.map { ["\($0.lower[step])", "\($0.upper[step])"] } ?? ["", ""]
      let rises = step == 0 ? "" : "\(!curve.monotonicity.violations.contains(step))"
      return [scene.object, scene.path, curve.key, "\(step)", "\(value)"] + limits + [rises]
    }
  }

  /// The curves of the metrics as a table of comma-separated values, one row for each object, metric
  /// and step; `nil` where there is no metric.
  ///
  /// Columns: object, path, metric, step, error (1 − score, or a distance), the edges of the band (empty
  /// for a single seed), whether the step rises (empty at step 0), and experiment.
  public func metricsCSV() throws -> Data? {
    let rows = scenes.flatMap { scene in
      (scene.metrics ?? []).flatMap { Self.rows(of: $0.curve, in: scene) }
    }
    guard !rows.isEmpty else { return nil }
    return try CSV.table(
      ["object", "path", "metric", "step", "error", "lower", "upper", "rises"], rows,
      configuration: configuration)
  }
}
