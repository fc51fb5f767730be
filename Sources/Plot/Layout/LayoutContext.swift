/// Where a text is attached to its position.
enum Alignment { case leading, center, trailing }

/// What every step of the layout needs: the colours and the measure of texts.
struct LayoutContext {
  var theme: Theme
  var font: Font

  func width(_ text: String, _ style: TextStyle) -> Double { font.width(text, style) }

  func lineHeight(_ style: TextStyle) -> Double { font.lineHeight(style) }

  /// Breaks a text between words, and inside words that are too long, after a hyphen where there is one,
  /// into lines of `width`.
  func wrap(_ text: String, width: Double, style: TextStyle) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isUnprintable) {
      let candidate = line.isEmpty ? String(word) : line + " " + word
      if self.width(candidate, style) <= width {
        line = candidate
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, self.width(line + String(character), style) > width {
          let end = line.lastIndex(of: "-").map(line.index(after:)) ?? line.endIndex
          lines.append(String(line[..<end]))
          line = String(line[end...])
        }
        line.append(character)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Shortens a text to one line of `width`, with an ellipsis where something was cut off.
  func fit(_ text: String, width: Double, style: TextStyle) -> String {
    let text = text.split(whereSeparator: \.isUnprintable).joined(separator: " ")
    if self.width(text, style) <= width { return text }
    var kept = text
    while !kept.isEmpty {
      kept.removeLast()
      if self.width(kept + "…", style) <= width { return kept + "…" }
    }
    return ""
  }

  /// A line of text whose box has its top at `y`; `x` is its left, middle or right.
  func text(
    _ text: String, _ role: TextRole, _ style: TextStyle, x: Double, top y: Double,
    _ alignment: Alignment = .leading, color: Color? = nil
  ) -> TextBox {
    let width = width(text, style)
    let left =
      switch alignment {
      case .leading: x
      case .center: x - width / 2
      case .trailing: x - width
      }
    return TextBox(
      text: text, role: role,
      frame: Rectangle(minX: left, minY: y, width: width, height: lineHeight(style)),
      style: style, color: color ?? theme.text)
  }

  /// A line of text that runs upwards, with its left edge at `x` and its middle at `middle`.
  func verticalText(
    _ text: String, _ role: TextRole, _ style: TextStyle, left x: Double, middle: Double
  ) -> TextBox {
    let length = width(text, style)
    return TextBox(
      text: text, role: role,
      frame: Rectangle(
        minX: x, minY: middle - length / 2, width: lineHeight(style), height: length),
      isVertical: true, style: style, color: theme.text)
  }

  /// Lines of text below each other, the first with its top at `y`.
  func lines(
    _ lines: [String], _ role: TextRole, _ style: TextStyle, x: Double, top y: Double,
    _ alignment: Alignment = .leading
  ) -> [TextBox] {
    lines.enumerated().map { index, line in
      text(line, role, style, x: x, top: y + Double(index) * lineHeight(style), alignment)
    }
  }
}

extension Character {
  /// Spaces, line breaks and control characters, all of which end a word.
  var isUnprintable: Bool {
    isWhitespace || unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
  }
}
