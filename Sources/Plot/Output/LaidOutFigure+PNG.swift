import CDeflate
import Foundation

extension LaidOutFigure {
  /// The figure as an opaque RGB picture, with its resolution and metadata embedded.
  public func png(dotsPerInch: Double = 300) throws -> [UInt8] {
    guard Figure.resolutions.contains(dotsPerInch) else {
      throw PlotError.resolutionOutOfRange(dotsPerInch)
    }
    let scale = dotsPerInch / 72
    let size = (
      width: Int((layout.canvas.width * scale).rounded()),
      height: Int((layout.canvas.height * scale).rounded())
    )
    let surface = try Surface.image(width: size.width, height: size.height)
    try Painter.paint(
      layout, font: font, background: figure.theme.background, on: surface, scale: scale)
    let dotsPerMetre = UInt32((dotsPerInch / 0.0254).rounded())
    // Eight bits of red, green and blue, without a palette, filters and interlacing.
    var png =
      PNGChunk.signature
      + PNGChunk.bytes(
        "IHDR",
        UInt32(size.width).bigEndianBytes + UInt32(size.height).bigEndianBytes + [8, 2, 0, 0, 0])
    png += PNGChunk.bytes(
      "pHYs", dotsPerMetre.bigEndianBytes + dotsPerMetre.bigEndianBytes + [1])
    for (keyword, text) in figure.embeddedTexts {
      png += PNGChunk.text(keyword: keyword, text)
    }
    png += PNGChunk.bytes(
      "IDAT", try compressed(surface.scanlines(width: size.width, height: size.height)))
    return png + PNGChunk.bytes("IEND", [])
  }

  /// In the format of zlib. Lines and areas of one colour need no filters, which would make it larger.
  private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(6) else {
      throw PlotError.drawing("there is no memory for a picture")
    }
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { result, count in
      count = libdeflate_zlib_compress(
        compressor, bytes, bytes.count, result.baseAddress, bound)
    }
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
  /// What every file begins with.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// A chunk: length, type, data and checksum.
  static func bytes(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return UInt32(data.count).bigEndianBytes + body
      + libdeflate_crc32(0, body, body.count).bigEndianBytes
  }

  /// An uncompressed `iTXt` chunk; keywords are cut to the 79 Latin characters that PNG allows.
  static func text(keyword: String, _ text: String) -> [UInt8] {
    let printable = keyword.unicodeScalars.map { scalar in
      (0x20...0x7E).contains(scalar.value) ? UInt8(scalar.value) : UInt8(ascii: "_")
    }
    let keyword = printable.isEmpty ? Array("Comment".utf8) : Array(printable.prefix(79))
    return bytes("iTXt", keyword + [0, 0, 0, 0, 0] + Array(text.utf8.filter { $0 != 0 }))
  }
}

extension UInt32 {
  fileprivate var bigEndianBytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
  }
}
