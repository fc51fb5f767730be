import CCairo
import Foundation

extension LaidOutFigure {
  /// The figure as an SVG with text as text, which can be searched, selected and read aloud.
  ///
  /// Every text says how long it is, so that nothing overlaps where another font is put in place.
  /// The identifiers inside begin with a checksum of the drawing, so that several figures can
  /// stand in one HTML page. Title and caption are there for screen readers, and the metadata in
  /// a `metadata` element. One unit of the view box is 1/72 inch.
  public func svg() throws -> [UInt8] {
    let sink = ByteSink()
    let size = Size(width: layout.canvas.width, height: layout.canvas.height)
    let surface = try Surface.stream(size: size, into: sink) { write, closure, width, height in
      cairo_svg_surface_create_for_stream(write, closure, width, height)
    }
    try Painter.paint(
      layout, font: font, background: figure.theme.background, on: surface, hasTexts: false)
    try surface.finish()
    let end = Array("</svg>".utf8)
    guard let close = sink.bytes.lastIndex(of: end) else {
      throw PlotError.drawing("Cairo wrote no svg element")
    }
    let texts = Array(SVGText.group(layout.texts, font: font).utf8)
    let drawing = SVGIdentifiers.renumbered(Array(sink.bytes[..<close]), also: texts)
    return try figure.describing(drawing + texts + end + [UInt8(ascii: "\n")])
  }
}

extension Figure {
  /// Adds role, title, description and metadata to the root element.
  fileprivate func describing(_ drawing: [UInt8]) throws -> [UInt8] {
    guard let start = drawing.firstRange(of: Array("<svg ".utf8)),
      let end = drawing[start.upperBound...].firstIndex(of: UInt8(ascii: ">"))
    else { throw PlotError.drawing("Cairo wrote no svg element") }
    var head = ""
    if let title { head += "\n<title>\(title.escapedForXML)</title>" }
    if let caption { head += "\n<desc>\(caption.escapedForXML)</desc>" }
    if !metadata.isEmpty {
      head += "\n<metadata>"
      for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
        head += "\n<entry xmlns=\"urn:figure:metadata\" name=\"\(key.escapedForXML)\">"
        head += "\(value.escapedForXML)</entry>"
      }
      head += "\n</metadata>"
    }
    return Array(drawing[..<start.upperBound]) + Array("role=\"img\" ".utf8)
      + Array(drawing[start.upperBound...end]) + Array(head.utf8) + Array(drawing[(end + 1)...])
  }
}

extension String {
  /// The text with markup escaped and characters that XML 1.0 forbids left out.
  package var escapedForXML: String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// New names for the identifiers in Cairo's SVG, which it counts through the whole process.
enum SVGIdentifiers {
  /// The SVG with its identifiers named by a checksum of the drawing and what else is in the
  /// figure, and a count from 0.
  static func renumbered(_ svg: [UInt8], also texts: [UInt8]) -> [UInt8] {
    let neutral = renamed(svg, prefix: "")
    var checksum: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in neutral + texts { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return renamed(svg, prefix: "f" + String(checksum, radix: 36) + "-")
  }

  /// Renames every identifier at `id="…"`, `#…"` and `#…)`; Cairo writes no other '#'.
  private static func renamed(_ svg: [UInt8], prefix: String) -> [UInt8] {
    var names: [ArraySlice<UInt8>: [UInt8]] = [:]
    var result: [UInt8] = []
    result.reserveCapacity(svg.count)
    let definition = Array(" id=\"".utf8)
    var position = 0
    while position < svg.count {
      result.append(svg[position])
      position += 1
      let byte = svg[position - 1]
      guard
        byte == UInt8(ascii: "#")
          || byte == UInt8(ascii: "\"") && result.suffix(definition.count) == definition[...],
        let end = svg[position...].firstIndex(where: {
          $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ")")
        })
      else { continue }
      let name = svg[position..<end]
      let replacement = names[name] ?? Array("\(prefix)\(names.count)".utf8)
      names[name] = replacement
      result += replacement
      position = end
    }
    return result
  }
}
