import Documents
import Texts
import Experiments
import Foundation

/// What gradients do along error paths, above all where values stall.
public struct Gradients: StudyResult, Codable, Hashable, Sendable {
  /// What was asked for.
  public let configuration: ExperimentConfiguration
  /// One for each path, object and loss.
  public let curves: [GradientCurve]

  /// Looks at the outcomes of a task.
  public init(_ task: GradientStudy, _ outcomes: [GradientCurve]) {
    configuration = task.configuration
    curves = outcomes
  }

  /// The curves of one object along one path.
  public func curves(path: String, object: String) -> [GradientCurve] {
    curves.filter { $0.path == path && $0.object == object }
  }

  /// The curves as JSON.
  public func json() throws -> Data { try JSON.document(self, kind: GradientStudy.kind) }

  public func tables() throws -> [(suffix: String, content: Data)] { [("", try csv())] }

  /// One row for each path, object, loss and step.
  private func csv() throws -> Data {
    let rows = curves.flatMap { curve -> [[String]] in
      let tracks = [curve.probabilities, curve.logits].map { ($0, $0.relativeNorms) }
      let stalled = Set(curve.stalledSteps)
      return curve.values.indices.map { step in
        let numbers = tracks.flatMap { track, relative in
          [
            "\(track.norms[step])", "\(relative[step])", track.cosines[step].map { "\($0)" } ?? "",
          ]
        }
        return [curve.path, curve.object, curve.loss, "\(step)", "\(curve.values[step])"]
          + numbers + ["\(stalled.contains(step))"]
      }
    }
    return try CSV.table(
      [
        "path", "object", "loss", "step", "value", "norm", "relativeNorm", "cosine", "logitNorm",
        "logitRelativeNorm", "logitCosine", "stalls",
      ], rows, configuration: configuration)
  }

  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    var lines = [
      "# Where a loss stalls, does its gradient vanish?", "",
      Provenance.statement(), "",
      "‖∂L/∂p‖ is the Euclidean norm over all elements; the cosine is that between −∂L/∂p and the "
        + "direction to the truth, g − p. The same is given with respect to the logits z = ln p/(1 − p), "
        + "which is what is trained: ∂L/∂z = p(1 − p) ∂L/∂p, and g − p is the direction in which "
        + "cross-entropy drives them. The value stalls at a step at which it does not rise by "
        + "more than \(shortNumber(configuration.tolerance)) of its range. A gradient vanishes when "
        + "its norm is at most \(shortNumber(GradientTrack.vanishingShare)) of the largest along the "
        + "curve, and points to the truth when the cosine is above 0.", "",
    ]
    lines += configuration.statementOfFiles.map { [$0, ""] } ?? []
    lines += figures.map { Markdown.figure("Gradients", file: $0) }
    for path in configuration.paths {
      for object in configuration.sceneNames {
        lines += ["## The object `\(object)` along the path `\(path)`", ""]
        let shown = curves(path: path, object: object)
        lines += ["With respect to probabilities:", ""]
        lines += TextTable.markdown(Self.headings, shown.map { Self.cells($0, $0.probabilities) })
        lines += ["With respect to logits:", ""]
        lines += TextTable.markdown(Self.headings, shown.map { Self.cells($0, $0.logits) })
      }
    }
    return Markdown.document(
      lines + (try Provenance.markdown(configuration.withFilesInsteadOfMasks)))
  }

  private static let headings = [
    "loss", "stalled steps", "first", "norm there, of the largest", "cosine there",
    "cosine at all steps", "where the value stalls",
  ]

  private static func cells(_ curve: GradientCurve, _ track: GradientTrack) -> [String] {
    let relative = track.relativeNorms
    let stalled = curve.stalledSteps
    return [
      curve.loss, "\(stalled.count) of \(curve.values.count - 1)",
      stalled.first.map { "\($0)" } ?? "–", range(stalled.map { relative[$0] }),
      range(stalled.compactMap { track.cosines[$0] }), range(track.cosines.compactMap { $0 }),
      track.verdict(at: stalled).rawValue,
    ]
  }

  private static func range(_ values: [Double]) -> String {
    guard let least = values.min(), let greatest = values.max() else { return "–" }
    return "\(rounded(least)) to \(rounded(greatest))"
  }

  /// Three significant digits, since norms and cosines range over many powers of ten.
  private static func rounded(_ value: Double) -> String { String(format: "%.3g", value) }

  /// The verdicts as a table for the terminal.
  public func summary() -> String {
    let rows = curves.map { curve in
      let tracks = [curve.probabilities, curve.logits]
      let cells = Self.cells(curve, curve.probabilities)
      return ["\(curve.object), \(curve.path)", curve.loss] + cells[1...2]
        + tracks.map { $0.verdict(at: curve.stalledSteps).rawValue }
    }
    let headings =
      ["object, path"] + Self.headings[0...2]
      + ["there, by probabilities", "there, by logits"]
    return TextTable.aligned([headings] + rows).joined(separator: "\n")
  }
}
