import Documents
import Foundation
import Texts

/// The rows of a table of comma-separated values under a header that tells which cell is which.
package struct ColumnTable {
  /// Where each column stands, by its heading in small letters.
  package let columns: [String: Int]
  /// The rows under the header.
  package let rows: [ColumnRow]

  /// Reads a table; columns without a use and empty lines do no harm.
  ///
  /// - Parameters:
  ///   - bytes: the table, in UTF-8, or in UTF-16 with a byte order mark.
  ///   - file: what names it in messages.
  /// - Throws: ``RecordedCurveError/malformed(file:line:column:reason:)``.
  package init(_ bytes: [UInt8], file: String) throws(RecordedCurveError) {
    let text = try Self.text(bytes, file: file)
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
    var rows: [ColumnRow] = []
    for line in content.dropFirst() where !line.cells.allSatisfy(\.isEmpty) {
      let row = ColumnRow(columns: columns, cells: line.cells, line: line.line, file: file)
      let headings = content[0].cells.count
      if let surplus = line.cells.indices.dropFirst(headings).first {
        throw .malformed(
          file: file, line: line.line, column: surplus + 1,
          reason: "there are \(line.cells.count) cells under \(counted(headings, "heading")); "
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
}

/// The cells of one line of a table.
package struct ColumnRow {
  let columns: [String: Int]
  let cells: [String]
  let line: Int
  let file: String

  /// What is wrong with a cell of this line.
  package func error(_ column: String, _ reason: String) -> RecordedCurveError {
    .malformed(file: file, line: line, column: columns[column].map { $0 + 1 }, reason: reason)
  }

  private func cell(_ column: String) -> String {
    guard let index = columns[column], index < cells.count else { return "" }
    return cells[index].trimmingCharacters(in: .whitespaces)
  }

  /// `nil` where the cell is empty or there is no such column.
  package func optionalText(_ column: String) -> String? {
    cell(column).isEmpty ? nil : cell(column)
  }

  /// A cell that is not empty.
  package func text(_ column: String) throws(RecordedCurveError) -> String {
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
