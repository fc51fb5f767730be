/// A text on one line of at most 1000 characters, without control characters, whatever a file or a
/// process has put into it.
package func oneLine(_ text: String) -> String {
  let spaced = text.unicodeScalars.map { scalar -> Character in
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: " "
    default: Character(scalar)
    }
  }
  let line = printable(String(spaced).split(separator: " ").joined(separator: " "))
  return line.count <= 1000 ? line : line.prefix(999) + "…"
}
