/// The rows of a table of values separated by commas, semicolons or tabs (RFC 4180), with the line on
/// which each begins. The first row decides which of them separates.
struct DelimitedText {
  /// A row.
  struct Row {
    /// The line on which it begins, from 1.
    let line: Int
    /// Its cells.
    var cells: [String]
  }

  /// What is wrong with a text, and where.
  struct Problem: Error {
    let line: Int
    let column: Int
    let reason: String
  }

  private(set) var rows: [Row] = []

  /// Reads a text; lines without any character are passed over.
  ///
  /// - Throws: `Problem`.
  init(_ text: String) throws(Problem) {
    let separator = Self.separator(of: text)
    var line = 1
    var row = Row(line: 1, cells: [])
    var cell = ""
    // A cell is begun by its first character; quotes that close may be followed by a separator alone.
    var (isQuoted, wasQuoted) = (false, false)
    func problem(_ reason: String) -> Problem {
      Problem(line: line, column: row.cells.count + 1, reason: reason)
    }
    func endCell() {
      row.cells.append(cell)
      (cell, wasQuoted) = ("", false)
    }
    var characters = text.makeIterator()
    var next = characters.next()
    while let character = next {
      next = characters.next()
      if isQuoted {
        if character == "\"", next == "\"" {
          cell.append(character)
          next = characters.next()
        } else if character == "\"" {
          (isQuoted, wasQuoted) = (false, true)
        } else {
          cell.append(character)
          if character.isNewline { line += 1 }
        }
      } else if character == separator {
        endCell()
      } else if character.isNewline {
        if !(row.cells.isEmpty && cell.isEmpty && !wasQuoted) {
          endCell()
          rows.append(row)
        }
        line += 1
        row = Row(line: line, cells: [])
      } else if wasQuoted {
        throw problem(
          "there is more after the quotes that close; expected \(separator) or a new line")
      } else if character == "\"", cell.isEmpty {
        isQuoted = true
      } else {
        cell.append(character)
      }
    }
    if isQuoted { throw problem("the quotes that open are not closed") }
    guard !(row.cells.isEmpty && cell.isEmpty && !wasQuoted) else { return }
    endCell()
    rows.append(row)
  }

  /// The first of the separators outside quotes.
  private static func separator(of text: String) -> Character {
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted && ",;\t".contains(character) { return character }
    }
    return ","
  }
}
