import CZlib
import Losses

/// Damage to a file.
enum Mutation {
  /// Numbers that break careless arithmetic, in the sizes that files use.
  private static let boundaries: [UInt64] = [
    0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000,
    0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
  ]

  /// The damaged input with a number.
  ///
  /// - Parameters:
  ///   - number: which one; it follows from this and the seed alone.
  ///   - files: undamaged files.
  ///   - seed: of the whole run.
  ///   - repair: applied to three of four inputs.
  static func input(
    number: Int, of files: [[UInt8]], seed: UInt64, repair: Repair?
  ) -> [UInt8] {
    var random = SeededGenerator(seed: seed, stream: UInt64(number) + 1)
    var bytes = files[random.index(below: files.count)]
    let repair = random.index(below: 4) > 0 ? repair : nil
    if let repair { bytes = repair.opened(bytes) }
    for _ in 0...random.index(below: 4) { damage(&bytes, files, &random) }
    return repair?.closed(bytes) ?? bytes
  }

  private static func damage(
    _ bytes: inout [UInt8], _ files: [[UInt8]], _ random: inout SeededGenerator
  ) {
    guard !bytes.isEmpty else { return }
    // Headers are short and decide most, so half of the damage is there.
    let reach = random.index(below: 2) == 0 ? bytes.count : min(bytes.count, 400)
    let place = random.index(below: reach)
    switch random.index(below: 8) {
    case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeLast(bytes.count - place)
    case 3: writeBoundary(into: &bytes, at: place, &random)
    case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.index(below: 16)))
    case 5: splice(&bytes, files[random.index(below: files.count)], at: place, &random)
    case 6: bytes.insert(contentsOf: bytes[place...].prefix(32), at: random.index(below: reach))
    default:
      for _ in 0..<8 {
        bytes[random.index(below: reach)] = UInt8(truncatingIfNeeded: random.next())
      }
    }
  }

  /// A length, a count or an offset of 1 to 8 bytes in either order.
  private static func writeBoundary(
    into bytes: inout [UInt8], at place: Int, _ random: inout SeededGenerator
  ) {
    let width = 1 << random.index(below: 4)
    let value = boundaries[random.index(below: boundaries.count)]
    let isBigEndian = random.index(below: 2) == 0
    for offset in 0..<min(width, bytes.count - place) {
      let shift = 8 * (isBigEndian ? width - 1 - offset : offset)
      bytes[place + offset] = UInt8(truncatingIfNeeded: value >> UInt64(shift))
    }
  }

  /// A part of another file in place of a part of this one.
  private static func splice(
    _ bytes: inout [UInt8], _ other: [UInt8], at place: Int, _ random: inout SeededGenerator
  ) {
    let from = random.index(below: other.count)
    let part = other[from...].prefix(1 + random.index(below: 64))
    bytes.replaceSubrange(place..<min(bytes.count, place + part.count), with: part)
  }
}

/// How damage is brought behind what would reveal it at once.
enum Repair: Sendable {
  /// The checksums of a picture's chunks are made right again.
  case checksumsOfPNG
  /// The damage is done to the unpacked file, which is then packed again.
  case compression

  /// The bytes to damage.
  func opened(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .checksumsOfPNG: bytes
    case .compression: Gzip.unpacked(bytes)
    }
  }

  /// The file around damaged bytes.
  func closed(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .checksumsOfPNG: Self.withChecksums(bytes)
    case .compression: Gzip.packed(bytes)
    }
  }

  private static func withChecksums(_ png: [UInt8]) -> [UInt8] {
    var bytes = png
    var start = 8
    while start + 12 <= bytes.count {
      let length = bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
      let end = start + 8 + length
      guard end + 4 <= bytes.count else { break }
      let body = Array(bytes[(start + 4)..<end])
      let checksum = UInt32(truncatingIfNeeded: crc32(0, body, UInt32(body.count)))
      for offset in 0..<4 {
        bytes[end + offset] = UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * offset))
      }
      start = end + 4
    }
    return bytes
  }
}

/// Packs and unpacks small files by the system's zlib.
private enum Gzip {
  static func unpacked(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, 31, ZLIB_VERSION, size) == Z_OK else { return bytes }
    defer { inflateEnd(&stream) }
    return run(&stream, bytes, room: 1 << 16) { inflate($0, Z_FINISH) }
  }

  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard
      deflateInit2_(&stream, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
    else { return bytes }
    defer { deflateEnd(&stream) }
    return run(&stream, bytes, room: bytes.count + 1024) { deflate($0, Z_FINISH) }
  }

  private static func run(
    _ stream: inout z_stream, _ bytes: [UInt8], room: Int,
    _ step: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> [UInt8] {
    var input = bytes
    var output = [UInt8](repeating: 0, count: room)
    let written = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        _ = step(&stream)
        return output.count - Int(stream.avail_out)
      }
    }
    return Array(output.prefix(written))
  }
}
