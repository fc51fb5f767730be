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

  /// A table in Markdown: columns of numbers stand to the right, the first one and columns of texts to
  /// the left.
  public static func markdown(_ header: [String], _ rows: [[String]]) -> [String] {
    let rule = header.indices.map { column in
      column > 0 && rows.allSatisfy { column >= $0.count || isNumber($0[column]) } ? "--:" : "---"
    }
    return ([header] + [rule] + rows).map(Markdown.row) + [""]
  }
}

extension TextTable {
  /// Whether a cell holds a number, perhaps with a unit or an interval, or stands for a missing one.
  private static func isNumber(_ cell: String) -> Bool {
    if ["", "–", "∞"].contains(cell) { return true }
    let unsigned = cell.drop { "+-−<>≤≥ ".contains($0) }
    return unsigned.first?.isNumber ?? false
  }
}

/// `text` with spaces after it.
public func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
