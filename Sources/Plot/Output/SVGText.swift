import Foundation

/// The texts of a figure as elements of an SVG.
enum SVGText {
  /// One `text` element a line, in a group that names the fonts.
  static func group(_ texts: [TextBox], font: Font) -> String {
    let elements = texts.map { element($0, font: font) }
    return "<g font-family=\"'\(Font.family)', Verdana, sans-serif\" xml:space=\"preserve\">\n"
      + elements.joined() + "</g>\n"
  }

  private static func element(_ text: TextBox, font: Font) -> String {
    let ascent = font.ascent(text.style)
    let frame = text.frame
    let (x, y) =
      text.isVertical
      ? (frame.minX + ascent, frame.maxY) : (frame.minX, frame.minY + ascent)
    let length = text.isVertical ? frame.height : frame.width
    let place = "x=\"\(number(x))\" y=\"\(number(y))\""
    let rotation = text.isVertical ? " transform=\"rotate(-90 \(number(x)) \(number(y)))\"" : ""
    let weight = text.style.isBold ? " font-weight=\"bold\"" : ""
    return "<text \(place)\(rotation) font-size=\"\(number(text.style.size))\"\(weight) "
      + "textLength=\"\(number(length))\" lengthAdjust=\"spacingAndGlyphs\" "
      + "fill=\"\(color(text.color))\">\(text.text.escapedForXML)</text>\n"
  }

  /// Hundredths of a point are finer than any screen or printer.
  private static func number(_ value: Double) -> String { String(format: "%.2f", value) }

  private static func color(_ color: Color) -> String {
    let parts = [color.red, color.green, color.blue].map { Int(($0 * 255).rounded()) }
    return String(format: "#%02x%02x%02x", parts[0], parts[1], parts[2])
  }
}

extension [UInt8] {
  /// The start of the last occurrence of `pattern`.
  func lastIndex(of pattern: [UInt8]) -> Int? {
    guard count >= pattern.count else { return nil }
    return stride(from: count - pattern.count, through: 0, by: -1).first { start in
      self[start..<start + pattern.count].elementsEqual(pattern)
    }
  }
}
