/// What the figures of this program consist of, as `Plot` and every release of Cairo since 1.16
/// write them.
enum SVGVocabulary {
  /// The attributes that an element may have; nil where there is no such element.
  static func attributes(of element: String) -> [String: Value]? { elements[element] }

  private static let elements: [String: [String: Value]] = [
    "svg": [
      "width": .numbers, "height": .numbers, "viewBox": .numbers, "version": .numbers,
      "role": .keyword,
    ],
    "defs": [:],
    "g": paint.merging(["id": .identifier, "font-family": .fonts, "xml:space": .keyword]) { $1 },
    "clipPath": ["id": .identifier],
    "path": paint.merging(["d": .path]) { $1 },
    "rect": paint.merging(
      ["x": .numbers, "y": .numbers, "width": .numbers, "height": .numbers]
    ) { $1 },
    "text": paint.merging(
      [
        "x": .numbers, "y": .numbers, "font-size": .numbers, "font-weight": .keyword,
        "textLength": .numbers, "lengthAdjust": .keyword,
      ]
    ) { $1 },
  ]

  /// How shapes are filled and stroked, and where they lie.
  private static let paint: [String: Value] = [
    "fill": .paint, "fill-opacity": .numbers, "fill-rule": .keyword, "stroke": .paint,
    "stroke-width": .numbers, "stroke-opacity": .numbers, "stroke-linecap": .keyword,
    "stroke-linejoin": .keyword, "stroke-miterlimit": .numbers, "stroke-dasharray": .numbers,
    "stroke-dashoffset": .numbers, "clip-path": .reference, "clip-rule": .keyword,
    "transform": .transform,
  ]

  /// What the value of an attribute may be.
  enum Value {
    /// Numbers, also with the unit pt or %, or `none`.
    case numbers
    /// The commands of a path.
    case path
    /// A colour, or `none`.
    case paint
    /// A word.
    case keyword
    /// Names of fonts.
    case fonts
    /// A function of numbers, such as `rotate(-90 1 2)`.
    case transform
    /// A name for an element.
    case identifier
    /// `url(#name)`, a reference to an element of the same drawing.
    case reference

    /// Whether a text is such a value.
    func accepts(_ text: String) -> Bool {
      switch self {
      case .numbers: text == "none" || text.utf8.allSatisfy(isNumeric) || hasUnit(text)
      case .path: text.utf8.allSatisfy { isNumeric($0) || "MLHVCSQTAZmlhvcsqtaz".utf8.contains($0) }
      case .paint: text == "none" || isColor(text)
      case .keyword: text.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "-") }
      case .fonts: text.utf8.allSatisfy { isLetter($0) || "', -".utf8.contains($0) }
      case .transform: isCall(text, of: ["matrix", "rotate", "scale", "translate"])
      case .identifier:
        text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
      case .reference: target(text).map(Value.identifier.accepts) ?? false
      }
    }

    /// The name that a reference holds.
    func target(_ text: String) -> String? {
      guard self == .reference, text.hasPrefix("url(#"), text.hasSuffix(")") else { return nil }
      return String(text.dropFirst(5).dropLast())
    }

    private func hasUnit(_ text: String) -> Bool {
      ["pt", "%"].contains { unit in
        text.hasSuffix(unit) && text.dropLast(unit.count).utf8.allSatisfy(isNumeric)
      }
    }

    private func isColor(_ text: String) -> Bool {
      if text.hasPrefix("#") {
        return text.count == 7 && text.dropFirst().utf8.allSatisfy { isHexadecimal($0) }
      }
      return isCall(text, of: ["rgb"])
    }

    /// Whether a text is one of the functions with numbers in parentheses.
    private func isCall(_ text: String, of functions: [String]) -> Bool {
      let parts = text.split(separator: "(", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].hasSuffix(")") else { return false }
      return functions.contains(String(parts[0]))
        && parts[1].dropLast().utf8.allSatisfy { isNumeric($0) || $0 == UInt8(ascii: "%") }
    }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

private func isLetter(_ byte: UInt8) -> Bool {
  UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
}

/// Whether a byte is a part of numbers or stands between them.
private func isNumeric(_ byte: UInt8) -> Bool {
  isDigit(byte) || " .,+-eE\n".utf8.contains(byte)
}
