/// Reports in Markdown (CommonMark 0.31, with the tables of GitHub): what names and messages hold is
/// shown, and is neither markup nor HTML.
package enum Markdown {
  /// A document of lines.
  ///
  /// A line is one, whatever is in it. Outside spans of code `<` begins no HTML and `](` no link.
  /// Figures made by ``figure(_:file:)`` and what is between fences stay as they are.
  package static func document(_ lines: [String]) -> String {
    var fence: String?
    return lines.map { line in
      if let opened = fence {
        if line == opened { fence = nil }
        return line
      }
      if line.hasPrefix("```") { fence = String(line.prefix { $0 == "`" }) }
      return isFigure(line) ? line : inline(line)
    }.joined(separator: "\n")
  }

  /// A row of a table: a cell is one, whatever is in it.
  package static func row(_ cells: [String]) -> String {
    let escaped = cells.map { cell in
      cell.reduce(into: "") { result, character in
        if character == "|" { escape(&result) }
        result.append(character)
      }
    }
    return "| " + escaped.joined(separator: " | ") + " |"
  }

  /// A line that shows a figure of the same folder.
  package static func figure(_ description: String, file: String) -> String {
    "![\(description)](\(file))\n"
  }

  /// A block of code, whatever is in it.
  package static func code(_ text: String, language: String) -> [String] {
    var (longest, current) = (2, 0)
    for character in text {
      current = character == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return [fence + language, text, fence]
  }

  /// Whether a line is a figure, whose file name can lead nowhere else.
  private static func isFigure(_ line: String) -> Bool {
    guard line.hasPrefix("!["), line.hasSuffix(")\n"), let end = line.firstRange(of: "](") else {
      return false
    }
    let (description, file) = (line[..<end.lowerBound], line[end.upperBound...].dropLast(2))
    return description.dropFirst(2).allSatisfy { $0.isLetter || $0 == " " }
      && file.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }

  /// A line with everything escaped outside spans of code that would be more than text.
  private static func inline(_ line: String) -> String {
    let line = line.map { $0.isNewline ? " " : $0 }
    var (result, index) = ("", line.startIndex)
    while index < line.endIndex {
      if line[index] == "`" && !isEscaped(after: result) {
        let span = codeSpan(in: line, from: index)
        result += String(line[index..<span])
        index = span
        continue
      }
      if line[index] == "<" || line[index] == "(" && result.hasSuffix("]") { escape(&result) }
      result.append(line[index])
      index += 1
    }
    return result
  }

  /// Adds the backslash that escapes what comes next, whatever backslashes there are before it.
  private static func escape(_ result: inout String) {
    result += isEscaped(after: result) ? "\\\\" : "\\"
  }

  /// Whether what comes after a text is escaped by a backslash at its end.
  private static func isEscaped(after text: String) -> Bool {
    text.reversed().prefix { $0 == "\\" }.count % 2 == 1
  }

  /// The end of the span of code that backticks open, or of the backticks where nothing closes them.
  private static func codeSpan(in line: [Character], from start: Int) -> Int {
    let opening = line[start...].prefix { $0 == "`" }
    var index = opening.endIndex
    while let next = line[index...].firstIndex(of: "`") {
      let closing = line[next...].prefix { $0 == "`" }
      if closing.count == opening.count { return closing.endIndex }
      index = closing.endIndex
    }
    return opening.endIndex
  }
}
