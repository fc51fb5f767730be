import Experiments
import Foundation
import Texts

/// An object along a path: how its curves rise, and their values.
struct SceneView {
  let object: String
  let path: String
  let size: Int
  let gridCount: Int
  let share: String
  let settings: String
  let verdicts: TableView
  let values: TableView

  init(_ scene: Report.SceneReport) {
    object = scene.object
    path = scene.path
    size = scene.size
    gridCount = scene.gridCount
    share = percent(Double(scene.size) / Double(scene.gridCount))
    settings = scene.settings.map { "\($0.name) \(shortNumber($0.value)) \($0.unit)" }
      .joined(separator: ", ")
    verdicts = TableView(verdictsOf: scene)
    values = TableView(valuesOf: scene)
  }
}

/// A table whose rows can be sorted by every column.
struct TableView {
  let caption: String
  let columns: [String]
  let rows: [Row]

  /// The cell that heads a row, and those after it.
  struct Row {
    let head: Cell
    let cells: [Cell]

    init(_ head: Cell, _ cells: [Cell]) {
      self.head = head
      self.cells = cells
    }
  }

  /// What a cell shows, and the number that it is sorted by: none in a column of texts, an empty
  /// text, which sorts first, where a number is missing.
  struct Cell {
    let text: String
    let sortKey: String?

    static func text(_ text: String) -> Cell { Cell(text: text, sortKey: nil) }

    /// A number, or a dash where there is none.
    static func number(_ value: Double?, _ text: (Double) -> String = shortNumber) -> Cell {
      Cell(text: value.map(text) ?? "–", sortKey: value.map { "\($0)" } ?? "")
    }
  }

  /// How every curve of a scene rises.
  init(verdictsOf scene: Report.SceneReport) {
    caption = "Verdicts on \(scene.name)"
    columns = [
      "Loss", "Verdict", "Rises", "Stalls", "Falls", "First violation", "Plateau from", "ρ", "τ-b",
      "Fluctuation", "Largest fall",
    ]
    rows = scene.curves.map { curve in
      let report = curve.monotonicity
      let counts = [report.rises, report.stalls, report.falls].map { Cell.number(Double($0)) }
      let steps = [report.firstViolation, report.plateauStart].map {
        Cell.number($0.map(Double.init))
      }
      let measures = [report.spearman, report.kendall, report.fluctuation].map {
        Cell.number($0) { fixed($0) }
      }
      return Row(
        .text(curve.label),
        [.text(report.verdict.rawValue)] + counts + steps + measures
          + [.number(report.largestFall, percent)])
    }
  }

  /// FP, FN and the value of every curve at each step of a scene.
  init(valuesOf scene: Report.SceneReport) {
    caption = "Values of \(scene.name)"
    columns = ["Step", "FP", "FN"] + scene.curves.map(\.label)
    rows = scene.falsePositives.indices.map { step in
      let errors = [scene.falsePositives[step], scene.falseNegatives[step]]
      return Row(
        .number(Double(step)),
        errors.map { .number($0) }
          + scene.curves.map { .number($0.values[step]) { String(format: "%.6g", $0) } })
    }
  }
}

extension Report.SceneReport {
  fileprivate var name: String {
    classes == nil
      ? "the \(object) object along the path \(path)"
      : "\(subject) along the path \(path)"
  }
}
