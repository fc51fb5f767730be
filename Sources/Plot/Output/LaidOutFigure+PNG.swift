import Foundation

extension LaidOutFigure {
  /// The figure as an opaque RGB picture, with its resolution and metadata embedded.
  public func png(dotsPerInch: Double = 300) throws -> [UInt8] {
    guard Figure.resolutions.contains(dotsPerInch) else {
      throw PlotError.resolutionOutOfRange(dotsPerInch)
    }
    let scale = dotsPerInch / 72
    let surface = try Surface.image(
      width: Int((layout.canvas.width * scale).rounded()),
      height: Int((layout.canvas.height * scale).rounded()))
    try Painter.paint(
      layout, font: font, background: figure.theme.background, on: surface, scale: scale)
    let dotsPerMetre = UInt32((dotsPerInch / 0.0254).rounded())
    var chunks = PNGChunk.bytes(
      "pHYs", dotsPerMetre.bigEndianBytes + dotsPerMetre.bigEndianBytes + [1])
    for (keyword, text) in figure.embeddedTexts {
      chunks += PNGChunk.text(keyword: keyword, text)
    }
    var png = try surface.png()
    // Eight bytes of signature and the 25 of the header chunk come first.
    png.insert(contentsOf: chunks, at: min(33, png.count))
    return png
  }
}

extension Figure {
  /// Title, caption and metadata, in an order that does not depend on hashing.
  var embeddedTexts: [(key: String, value: String)] {
    var texts = metadata
    if let title { texts["Title"] = texts["Title"] ?? title }
    if let caption { texts["Description"] = texts["Description"] ?? caption }
    return texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// The parts of a PNG file (ISO/IEC 15948).
private enum PNGChunk {
  /// A chunk: length, type, data and checksum.
  static func bytes(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return UInt32(data.count).bigEndianBytes + body + checksum(body).bigEndianBytes
  }

  /// An uncompressed `iTXt` chunk; keywords are cut to the 79 Latin characters that PNG allows.
  static func text(keyword: String, _ text: String) -> [UInt8] {
    let printable = keyword.unicodeScalars.map { scalar in
      (0x20...0x7E).contains(scalar.value) ? UInt8(scalar.value) : UInt8(ascii: "_")
    }
    let keyword = printable.isEmpty ? Array("Comment".utf8) : Array(printable.prefix(79))
    return bytes("iTXt", keyword + [0, 0, 0, 0, 0] + Array(text.utf8.filter { $0 != 0 }))
  }

  /// CRC-32 with the reversed polynomial 0xEDB88320.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
    return ~remainder
  }
}

extension UInt32 {
  fileprivate var bigEndianBytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
  }
}
