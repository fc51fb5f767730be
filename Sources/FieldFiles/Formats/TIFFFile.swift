import CTIFF
import Documents

/// Pictures and stacks of pictures as TIFF, by libtiff.
enum TIFFFile {
  /// Whether the bytes begin with the header of TIFF or of its variant for large files.
  static func isHeader(_ bytes: [UInt8]) -> Bool {
    let first = Array(bytes.prefix(4))
    return [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]]
      .contains(first)
  }

  /// - Throws: `FileError`.
  static func read(_ source: FileSource, _ bytes: [UInt8]) throws(FileError) -> FieldFile {
    let path = source.path
    var stack = bytes.withUnsafeBufferPointer { ctiff_describe($0.baseAddress, $0.count) }
    if let message = text(stack.message) {
      throw .malformed(path, reason: "it is not a readable TIFF: \(message)")
    }
    let channels = Int(stack.channels)
    let shape = [Int(stack.pages), Int(stack.height), Int(stack.width), channels]
    let count = try elementCount(shape, path: path)
    guard let type = elementType(stack) else {
      throw .malformed(path, reason: "its real numbers have an uncommon number of bits")
    }
    let samples = [UInt8](unsafeUninitializedCapacity: count * type.size) { buffer, filled in
      let isWhole = bytes.withUnsafeBufferPointer { input in
        ctiff_read(input.baseAddress, input.count, &stack, buffer.baseAddress, buffer.count)
      }
      guard isWhole == 1 else { return }
      filled = count * type.size
    }
    guard samples.count == count * type.size else {
      throw .malformed(
        path, reason: "it is not a readable TIFF: \(text(stack.message) ?? "damaged")")
    }
    var axes = pages(stack)
    axes += [(.y, shape[1]), (.x, shape[2])]
    if channels > 1 { axes.append((.channel, channels)) }
    var file = try FieldFile(
      source, .tiff, axes: .rowMajor(axes),
      array: StoredArray(bytes: samples, offset: 0, type: type, isBigEndian: machineIsBigEndian))
    try file.interpret(stack, type)
    return file
  }

  private static func elementType(_ stack: ctiff_stack) -> ElementType? {
    let bits = max(8, Int(stack.bits))
    guard stack.sample_format == 3 else {
      return ElementType(integerOfBits: bits, isSigned: stack.sample_format == 2)
    }
    return [16: .float16, 32: .float32, 64: .float64][bits]
  }

  /// What the pages are, as ImageJ writes it into the description: channels, then slices, then frames.
  private static func pages(_ stack: ctiff_stack) -> [(kind: FieldAxis.Kind, extent: Int)] {
    let pages = Int(stack.pages)
    let description = text(stack.description) ?? ""
    func number(_ name: String) -> Int {
      description.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name + "=") }
        .flatMap { Int($0.dropFirst(name.count + 1)) } ?? 1
    }
    let (channels, slices, frames) = (number("channels"), number("slices"), number("frames"))
    guard description.hasPrefix("ImageJ="), channels > 0, slices > 0, frames > 0,
      channels <= pages, slices <= pages, frames <= pages, channels * slices * frames == pages
    else { return [(.z, pages)] }
    return slices == 1 && channels == 1
      ? [(.z, frames)] : [(.volume, frames), (.z, slices), (.channel, channels)]
  }

  /// The text of an array of C; `nil` where it is empty.
  private static func text<Characters>(_ characters: Characters) -> String? {
    withUnsafeBytes(of: characters) { buffer in
      let bytes = buffer.prefix { $0 != 0 }
      return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension FieldFile {
  /// What the samples of a TIFF stand for.
  fileprivate mutating func interpret(
    _ stack: ctiff_stack, _ type: ElementType
  ) throws(FileError) {
    if stack.is_palette != 0 {
      let colours = withUnsafeBytes(of: stack.palette) { buffer in
        stride(from: 0, to: buffer.count, by: 3).map {
          Palette.Colour(red: buffer[$0], green: buffer[$0 + 1], blue: buffer[$0 + 2])
        }
      }
      return try resolve(Palette(colours: colours))
    }
    if stack.bits <= 16 && stack.sample_format == 1 {
      fullScale = Double((1 << stack.bits) - 1)
      // Where 0 is white, what is shown is the largest value less the stored one; of 16 bits, too, that
      // is the largest byte less each.
      if stack.is_inverted != 0 {
        let largest = UInt8(min(fullScale, 255))
        array.bytes = array.bytes.map { largest - $0 }
      }
    }
    guard stack.channels > 1 else { return }
    let colours = Int(stack.channels - stack.extra_channels)
    let names =
      (stack.is_colour != 0 ? ["red", "green", "blue"] : colours == 1 ? ["grey"] : [])
      + (stack.extra_channels == 1 ? ["alpha"] : [])
    try nameChannels(names.count == Int(stack.channels) ? names : [])
  }
}
