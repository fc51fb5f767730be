/// Tables for people to read.
public enum TextTable {
  /// Rows of cells with columns of one width each, for the terminal.
  public static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let line = zip(row, widths).map { padded($0, to: $1) }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A table in Markdown: the first column to the left, the others to the right.
  public static func markdown(_ header: [String], _ rows: [[String]]) -> [String] {
    let rule = ["---"] + header.dropFirst().map { _ in "--:" }
    return ([header] + [rule] + rows).map(Markdown.row) + [""]
  }
}

/// `text` with spaces after it.
public func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
