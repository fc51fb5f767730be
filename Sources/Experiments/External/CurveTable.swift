import Foundation
import SwiftCSV

/// A table of comma-separated values with curves that were computed elsewhere.
///
/// It has the columns `object`, `step`, `loss` and `value`, in any order; `path` where the experiment
/// has several; and `run` where a path is random and there is a value for each of its seeds. Other
/// columns and empty lines are passed over.
package enum CurveTable {
  /// A curve of which rows are being collected.
  private struct Collection {
    let object: String
    let path: String
    let loss: String
    var runs: [Int: [Int: Double]] = [:]
  }

  /// The curves of a table, in the order in which they first appear.
  ///
  /// - Parameters:
  ///   - text: the table.
  ///   - file: what names it in messages.
  ///   - paths: the paths of the experiment; the only one is meant where a row names none.
  /// - Throws: ``RecordedCurveError``.
  package static func curves(
    in text: String, file: String, paths: [String]
  ) throws(RecordedCurveError) -> [RecordedCurve] {
    let table = try table(text, file: file)
    for column in ["object", "step", "loss", "value"] where !table.header.contains(column) {
      throw .missingColumn(column, file: file)
    }
    var collections: [Collection] = []
    var indices: [[String]: Int] = [:]
    for (number, row) in table.rows.enumerated() where !row.values.allSatisfy(\.isEmpty) {
      let cells = Row(cells: row, line: number + 2, file: file)
      guard let path = row["path"] ?? (paths.count == 1 ? paths[0] : nil) else {
        throw .missingColumn("path", file: file)
      }
      let key = [try cells.text("object"), path, try cells.text("loss")]
      let index = indices[key] ?? collections.count
      if index == collections.count {
        indices[key] = index
        collections.append(Collection(object: key[0], path: key[1], loss: key[2]))
      }
      let (step, run) = (try cells.count("step"), row["run"] == nil ? 0 : try cells.count("run"))
      let value = try cells.value()
      let former = collections[index].runs[run, default: [:]].updateValue(value, forKey: step)
      guard former == nil else { throw cells.error("step \(step) of this curve is there twice") }
    }
    return try recorded(collections, file: file)
  }

  private static func table(
    _ text: String, file: String
  ) throws(RecordedCurveError) -> CSV<Named> {
    do {
      // Spreadsheets begin a file with a byte order mark, which is no part of the first heading.
      let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
      return try CSV<Named>(string: text, loadColumns: false)
    } catch {
      throw .malformed(file: file, line: 1, reason: "it is not a CSV table")
    }
  }

  private static func recorded(
    _ collections: [Collection], file: String
  ) throws(RecordedCurveError) -> [RecordedCurve] {
    var curves: [RecordedCurve] = []
    for collection in collections {
      var runs: [[Double]] = []
      for (_, steps) in collection.runs.sorted(by: { $0.key < $1.key }) {
        // As many steps as there are rows, from 0 on, or one of them is missing.
        if let gap = (0..<steps.count).first(where: { steps[$0] == nil }) {
          throw .missingStep(gap, loss: collection.loss, object: collection.object, file: file)
        }
        runs.append((0..<steps.count).compactMap { steps[$0] })
      }
      curves.append(
        RecordedCurve(
          object: collection.object, path: collection.path, loss: collection.loss, runs: runs,
          source: file))
    }
    return curves
  }
}

/// The cells of one line of a table.
private struct Row {
  let cells: [String: String]
  let line: Int
  let file: String

  func error(_ reason: String) -> RecordedCurveError {
    .malformed(file: file, line: line, reason: reason)
  }

  private func cell(_ column: String) -> String {
    (cells[column] ?? "").trimmingCharacters(in: .whitespaces)
  }

  func text(_ column: String) throws(RecordedCurveError) -> String {
    guard !cell(column).isEmpty else { throw error("the \(column) is empty; expected a name") }
    return cell(column)
  }

  func count(_ column: String) throws(RecordedCurveError) -> Int {
    guard let number = Int(cell(column)), number >= 0 else {
      throw error("the \(column) is '\(cell(column).prefix(40))'; expected 0, 1, 2, …")
    }
    return number
  }

  func value() throws(RecordedCurveError) -> Double {
    guard let value = Double(cell("value")), value.isFinite else {
      throw error("the value is '\(cell("value").prefix(40))'; expected a finite number")
    }
    return value
  }
}
