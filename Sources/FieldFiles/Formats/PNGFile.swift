import CPNG
import Documents

/// Pictures as PNG, by libpng, but for those of ``GreyPNG``.
enum PNGFile {
  static let magic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Pixels of a picture; a picture takes 8 bytes a pixel at most.
  private static let mostPixels = FileLimits.elements / 4

  /// The samples as they stand in the file, and the colours of a palette.
  ///
  /// - Throws: `FileError`.
  static func read(_ source: FileSource, _ bytes: [UInt8]) throws(FileError) -> FieldFile {
    let path = source.path
    guard !isAnimated(bytes) else {
      throw .malformed(path, reason: "it is an animated PNG; save one of its pictures alone")
    }
    if let grey = GreyPNG(bytes, mostPixels: mostPixels, path: path) {
      var file = try FieldFile(
        source, .png, axes: .rowMajor([(.y, grey.height), (.x, grey.width)]),
        array: StoredArray(
          bytes: grey.samples, offset: 0, type: .uint8, isBigEndian: machineIsBigEndian))
      file.fullScale = 255
      return file
    }
    let image = bytes.withUnsafeBufferPointer { buffer in
      cpng_read(buffer.baseAddress, buffer.count, mostPixels)
    }
    guard let samples = image.samples else {
      let message = withUnsafeBytes(of: image.message) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw .malformed(path, reason: "it is not a readable PNG: \(message)")
    }
    defer { samples.deallocate() }
    let channels = Int(image.channels)
    let (height, width) = (Int(image.height), Int(image.width))
    let stored = UnsafeRawBufferPointer(
      UnsafeBufferPointer(start: samples, count: height * width * channels))
    var axes: [(kind: FieldAxis.Kind, extent: Int)] = [(.y, height), (.x, width)]
    if channels > 1 { axes.append((.channel, channels)) }
    var file = try FieldFile(
      source, .png, axes: .rowMajor(axes),
      array: StoredArray(
        bytes: Array(stored), offset: 0, type: .uint16, isBigEndian: machineIsBigEndian))
    file.fullScale = Double((1 << image.bit_depth) - 1)
    try file.interpret(image)
    return file
  }

  /// Whether there is a chunk that announces more pictures than one.
  private static func isAnimated(_ bytes: [UInt8]) -> Bool {
    let reader = ByteReader(bytes[...], isBigEndian: true)
    var place = magic.count
    while let length = reader.length(UInt32.self, at: place),
      let kind = reader.slice(at: place + 4, length: 4), !kind.elementsEqual("IDAT".utf8)
    {
      if kind.elementsEqual("acTL".utf8) {
        return reader.integer(UInt32.self, at: place + 8) ?? 1 > 1
      }
      place += 12 + length
    }
    return false
  }
}

extension FieldFile {
  /// What the samples of a PNG stand for.
  fileprivate mutating func interpret(_ image: cpng_image) throws(FileError) {
    if image.is_palette != 0 {
      let colours = withUnsafeBytes(of: image.palette) { buffer in
        stride(from: 0, to: 4 * Int(image.palette_count), by: 4).map {
          Palette.Colour(
            red: buffer[$0], green: buffer[$0 + 1], blue: buffer[$0 + 2], alpha: buffer[$0 + 3])
        }
      }
      fullScale = 1
      return try resolve(Palette(colours: colours))
    }
    if image.has_transparent_pixels != 0 {
      throw .malformed(
        path,
        reason: "it marks a colour as transparent (alpha), and pixels have it: save it without "
          + "transparency")
    }
    if image.channels > 1 {
      let names = image.channels > 2 ? ["red", "green", "blue", "alpha"] : ["grey", "alpha"]
      try nameChannels(Array(names.prefix(Int(image.channels))))
    }
  }

  /// Names the channels of a picture, and drops those that say nothing: colours that are all equal, and
  /// an alpha that is opaque everywhere.
  ///
  /// - Throws: `FileError`.
  mutating func nameChannels(_ names: [String]) throws(FileError) {
    let last = axes.count - 1
    guard axes.count > 1, axes[last].kind == .channel else { return }
    axes[last].names = names
    let planes = (0..<axes[last].extent).map { number in
      var plane = self
      plane.array.offset += number * axes[last].stride * array.type.size
      plane.axes.removeLast()
      return plane
    }
    if let alpha = names.firstIndex(of: "alpha"), try planes[alpha].isNotOpaque() {
      channelNote =
        "it has an alpha channel, and not all pixels are opaque: choose a channel by --channel "
        + names.joined(separator: " or --channel ")
      return
    }
    let colours = names.filter { $0 != "alpha" }
    guard !colours.isEmpty else { return }
    if colours.count == 1 || hasEqualChannels(colours.count) {
      axes.removeLast()
    } else if colours.count == 3 {
      channelNote = colourNote(colours.count)
    }
  }

  private func isNotOpaque() throws(FileError) -> Bool {
    let survey = try surveyed()
    return survey.minimum < fullScale
  }

  /// Whether the first channels, beside each other in memory, are equal in every pixel.
  private func hasEqualChannels(_ count: Int) -> Bool { firstColour(count) == nil }

  /// The first pixel whose first channels differ.
  private func firstColour(_ count: Int) -> Int? {
    let channels = axes[axes.count - 1].extent
    let size = array.type.size
    return array.bytes.withUnsafeBytes { bytes in
      (0..<(bytes.count / (channels * size))).first { pixel in
        let start = pixel * channels * size
        return (size..<(count * size)).contains { bytes[start + $0] != bytes[start + $0 - size] }
      }
    }
  }

  private func colourNote(_ count: Int) -> String {
    let pixel = firstColour(count) ?? 0
    let width = axes.first { $0.kind == .x }?.extent ?? 1
    return
      "the pixel at row \(pixel / width), column \(pixel % width) has a colour; expected a grey "
      + "picture: convert it, or choose a channel by --channel red, green or blue"
  }
}
