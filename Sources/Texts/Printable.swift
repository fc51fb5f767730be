extension Unicode.Scalar {
  /// Whether it does something to a terminal or to the text around it instead of being seen: control
  /// characters, separators of lines, and marks such as U+202E, which turns a line round. The two that
  /// join letters of some scripts are letters as any other.
  package var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: self != "\u{200C}" && self != "\u{200D}"
    default: false
    }
  }

  /// `\u202e`, as JSON has it, too, so that a document of JSON stays one.
  var escaped: String {
    UTF16.encode(self).map { units in
      units.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    } ?? ""
  }
}

/// A text as a terminal may show it, whatever a file or a process has put into it: newlines and tabs stay,
/// and what else cannot be seen becomes its number.
package func printable(_ text: String) -> String {
  func isKept(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\t" || !scalar.isUnprintable
  }
  guard !text.unicodeScalars.allSatisfy(isKept) else { return text }
  return text.unicodeScalars.reduce(into: "") { result, scalar in
    if isKept(scalar) { result.unicodeScalars.append(scalar) } else { result += scalar.escaped }
  }
}

/// Whether a text can name something in tables, figures and messages: it is on one line, and everything of
/// it can be seen.
package func isName(_ text: String) -> Bool {
  !text.isEmpty && !text.unicodeScalars.contains(where: \.isUnprintable)
}
