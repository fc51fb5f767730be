import Documents
import Texts
import Experiments
import Foundation

extension Landscape: StudyResult {
  public func tables() throws -> [(suffix: String, content: Data)] { [("", try csv())] }

  /// The landscape as JSON.
  public func json() throws -> Data { try JSON.document(self, kind: LandscapeStudy.kind) }

  /// One row for each path, object, loss and step.
  private func csv() throws -> Data {
    let rows = configuration.paths.flatMap { path -> [[String]] in
      self.rows(path: path).flatMap { row in row.scene.map { Self.lines(row, $0) } ?? [] }
    }
    return try CSV.table(
      [
        "path", "object", "radius", "size", "loss", "step", "falsePositives", "falseNegatives",
        "dice", "value", "lower", "upper", "scaled", "slope", "rises", "shareOfSeedsWithViolation",
      ], rows, configuration: configuration)
  }

  private static func lines(_ row: Row, _ scene: Report.SceneReport) -> [[String]] {
    let dice = scene.dice
    return scene.curves.flatMap { curve in
      let (scaled, slopes) = (curve.scaled, curve.slopes)
      let violations = Set(curve.monotonicity.violations)
      return curve.values.indices.map { step -> [String] in
        let band = curve.band.map { ["\($0.lower[step])", "\($0.upper[step])"] } ?? ["", ""]
        let change =
          step > 0 ? ["\(slopes[step - 1])", "\(!violations.contains(step))"] : ["", ""]
        let state = [
          scene.path, scene.object, shortNumber(row.radius), "\(scene.size)", curve.key, "\(step)",
          shortNumber(scene.falsePositives[step]), shortNumber(scene.falseNegatives[step]),
          "\(dice[step])", "\(curve.values[step])",
        ]
        return state + band + ["\(scaled[step])"] + change
          + [curve.shareWithViolation.map { "\($0)" } ?? ""]
      }
    }
  }

  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    let grid = configuration.grid.shape.map { "\($0)" }.joined(separator: " × ")
    var lines = [
      "# Below what object size do segmentation losses stop rising?", "",
      Provenance.statement(), "",
      "\(counted(configuration.sceneNames.count, "object"))\(configuration.statementOfClasses) on a grid "
        + "of \(grid), "
        + "\(counted(configuration.steps, "step")), "
        + "probabilities `\(configuration.probabilities)`. A step rises when the loss grows by "
        + "more than τ = \(shortNumber(configuration.tolerance)) of the range of its curve; where it "
        + "does not is the blind zone. Overlap is Dice's 2TP / (2TP + FP + FN) of truth and "
        + "predicted mask before the first step that does not rise; 0 means that the path had "
        + "already taken the object off its truth.", "",
    ]
    lines += figures.map { Markdown.figure("Landscape", file: $0) }
    for path in configuration.paths {
      lines += ["## The path `\(path)`", ""]
      lines += TextTable.markdown(
        SizeFinding.headings, findings.filter { $0.path == path }.map(\.cells))
      lines += findings.filter { $0.path == path }.map { "- \($0.loss) \($0.sentence)." } + [""]
      lines += seedLines(path: path)
      lines += obstacleLines(path: path)
    }
    return Markdown.document(
      lines + (try Provenance.markdown(configuration.withFilesInsteadOfMasks)))
  }

  /// For random paths: in how many of the seeds some step does not rise, size by size.
  private func seedLines(path: String) -> [String] {
    let scenes = rows(path: path).compactMap { row in row.scene.map { (row.radius, $0) } }
    guard let first = scenes.first?.1, first.curves.contains(where: { $0.band != nil }) else {
      return []
    }
    let header = ["loss"] + scenes.map { shortNumber($0.0) }
    let rows = first.curves.map { curve in
      [curve.key]
        + scenes.map { _, scene in
          let share = scene.curves.first { $0.key == curve.key }?.shareWithViolation
          return share.map { percent($0) } ?? "–"
        }
    }
    return [
      "Share of the \(counted(configuration.repeats, "seed")) whose own curve has a step that does not rise, by "
        + "radius (the table above is about the mean over the seeds; landscape.csv has the 95 % "
        + "band):", "",
    ] + TextTable.markdown(header, rows)
  }

  private func obstacleLines(path: String) -> [String] {
    let obstacles = cells.filter { $0.path == path }.compactMap { cell in
      cell.obstacle.map { "- `\(cell.object)`: \($0)" }
    }
    return obstacles.isEmpty ? [] : ["Not possible:", ""] + obstacles + [""]
  }

  /// The findings as a table for the terminal.
  public func summary() -> String {
    configuration.paths.map { path in
      let rows = findings.filter { $0.path == path }.map { finding in
        Array(finding.cells.prefix(5))
      }
      let header = Array(SizeFinding.headings.prefix(5))
      return (["along \(path)"] + TextTable.aligned([header] + rows)).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}
