import Documents
import Foundation
import Texts

/// A table of comma-separated values with curves that were computed elsewhere.
///
/// It has the columns `object`, `step`, `loss` and `value`, in any order and in capitals or not; `path`
/// where the experiment has several; and `run` where a path is random and there is a value for each of
/// its seeds. Other columns and empty lines are passed over.
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
  ///   - bytes: the table, in UTF-8, or in UTF-16 with a byte order mark.
  ///   - file: what names it in messages.
  ///   - paths: the paths of the experiment; the only one is meant where a row names none.
  /// - Throws: ``RecordedCurveError``.
  package static func curves(
    in bytes: [UInt8], file: String, paths: [String]
  ) throws(RecordedCurveError) -> [RecordedCurve] {
    let table = try Table(text(bytes, file: file), file: file)
    for column in ["object", "step", "loss", "value"] where table.columns[column] == nil {
      throw .missingColumn(column, file: file)
    }
    if paths.count > 1, table.columns["path"] == nil { throw .missingColumn("path", file: file) }
    var collections: [Collection] = []
    var indices: [[String]: Int] = [:]
    for row in table.rows {
      // An empty path is no path.
      let path: String
      if let only = paths.first, paths.count == 1 {
        path = row.optionalText("path") ?? only
      } else {
        path = try row.text("path")
      }
      let key = [try row.text("object"), path, try row.text("loss")]
      let index = indices[key] ?? collections.count
      if index == collections.count {
        indices[key] = index
        collections.append(Collection(object: key[0], path: key[1], loss: key[2]))
      }
      let (step, run) = (try row.count("step"), try row.optionalCount("run") ?? 0)
      let value = try row.value("value")
      let former = collections[index].runs[run, default: [:]].updateValue(value, forKey: step)
      guard former == nil else {
        throw row.error("step", "step \(step) of this curve is there twice")
      }
    }
    return try recorded(collections, file: file)
  }

  private static func text(
    _ bytes: [UInt8], file: String
  ) throws(RecordedCurveError) -> String {
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    if isUTF16, let text = String(bytes: bytes, encoding: .utf16) { return text }
    guard !isUTF16, let text = String(validating: bytes, as: UTF8.self) else {
      let line = bytes.prefix(validLength(bytes)).count { $0 == UInt8(ascii: "\n") } + 1
      throw .malformed(
        file: file, line: line, column: nil,
        reason: "it is not text in UTF-8; save it as CSV in UTF-8")
    }
    // Spreadsheets begin a file with a byte order mark, which is no part of the first heading.
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  /// How many bytes there are before the first that is not UTF-8.
  private static func validLength(_ bytes: [UInt8]) -> Int {
    var (length, iterator, decoder) = (0, bytes.makeIterator(), UTF8())
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      length += UTF8.width(scalar)
    }
    return length
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

/// The rows under a header that tells which cell is which.
private struct Table {
  /// Where each column stands, by its heading in small letters.
  let columns: [String: Int]
  let rows: [Row]

  init(_ text: String, file: String) throws(RecordedCurveError) {
    let content: [DelimitedText.Row]
    do throws(DelimitedText.Problem) {
      content = try DelimitedText(text).rows
    } catch {
      throw .malformed(file: file, line: error.line, column: error.column, reason: error.reason)
    }
    var columns: [String: Int] = [:]
    for (index, heading) in (content.first?.cells ?? []).enumerated() {
      let name = heading.trimmingCharacters(in: .whitespaces).lowercased()
      guard columns.updateValue(index, forKey: name) == nil || name.isEmpty else {
        throw .malformed(
          file: file, line: 1, column: index + 1,
          reason: "the column '\(name.prefix(40))' is there twice; remove one of them")
      }
    }
    self.columns = columns
    var rows: [Row] = []
    for line in content.dropFirst() where !line.cells.allSatisfy(\.isEmpty) {
      let row = Row(columns: columns, cells: line.cells, line: line.line, file: file)
      let headings = content[0].cells.count
      if let surplus = line.cells.indices.dropFirst(headings).first {
        throw .malformed(
          file: file, line: line.line, column: surplus + 1,
          reason: "there are \(line.cells.count) cells under \(headings) headings; "
            + "put text that has a comma into double quotes")
      }
      rows.append(row)
    }
    guard content.isEmpty || !rows.isEmpty else {
      throw .malformed(
        file: file, line: 2, column: nil, reason: "there are no rows under the header")
    }
    self.rows = rows
  }
}

/// The cells of one line of a table.
private struct Row {
  let columns: [String: Int]
  let cells: [String]
  let line: Int
  let file: String

  func error(_ column: String, _ reason: String) -> RecordedCurveError {
    .malformed(file: file, line: line, column: columns[column].map { $0 + 1 }, reason: reason)
  }

  private func cell(_ column: String) -> String {
    guard let index = columns[column], index < cells.count else { return "" }
    return cells[index].trimmingCharacters(in: .whitespaces)
  }

  /// `nil` where the cell is empty or there is no such column.
  func optionalText(_ column: String) -> String? {
    cell(column).isEmpty ? nil : cell(column)
  }

  func text(_ column: String) throws(RecordedCurveError) -> String {
    guard let text = optionalText(column).map(CSV.decoded) else {
      throw error(column, "the \(column) is empty; expected a name")
    }
    guard isName(text) else {
      throw error(column, "the \(column) has characters that cannot be seen; expected a name")
    }
    return text
  }

  /// `nil` where there is no such column.
  func optionalCount(_ column: String) throws(RecordedCurveError) -> Int? {
    columns[column] == nil ? nil : try count(column)
  }

  /// A whole number, which some programs write as `3.0`.
  func count(_ column: String) throws(RecordedCurveError) -> Int {
    let text = cell(column)
    guard let number = Int(text) ?? Double(text).flatMap(Int.init(exactly:)), number >= 0 else {
      throw error(column, "the \(column) is '\(text.prefix(40))'; expected 0, 1, 2, …")
    }
    return number
  }

  func value(_ column: String) throws(RecordedCurveError) -> Double {
    guard let value = Double(cell(column)), value.isFinite else {
      throw error(
        column, "the \(column) is '\(cell(column).prefix(40))'; expected a finite number")
    }
    return value
  }
}
