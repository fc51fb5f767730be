import CDeflate
import Documents

/// Pictures of one channel of eight bits, the most common masks and maps in PNG, read by libdeflate,
/// which unpacks faster than the library behind libpng.
///
/// Anything else, and anything about a file that is not as the standard (ISO/IEC 15948) has it, is left
/// to libpng, which says what is wrong with it, or reads it all the same.
struct GreyPNG {
  let height: Int
  let width: Int
  /// The greys row by row, and some bytes after them.
  private(set) var samples: [UInt8]

  /// The largest extent that libpng takes.
  private static let largestExtent = 1_000_000

  /// Reads the greys of a picture of so many pixels at most; `nil` for others.
  init?(_ bytes: [UInt8], mostPixels: Int, path: String) {
    guard let chunks = Self.chunks(bytes), let header = chunks.first, header.kind == "IHDR",
      header.data.count == 13, chunks.last?.kind == "IEND"
    else { return nil }
    let reader = ByteReader(header.data, isBigEndian: true)
    // Eight bits, grey, and the only methods there are, without interlacing.
    guard header.data.suffix(5).elementsEqual([8, 0, 0, 0, 0]),
      let width = reader.length(UInt32.self, at: 0), (1...Self.largestExtent).contains(width),
      let height = reader.length(UInt32.self, at: 4), (1...Self.largestExtent).contains(height),
      width * height <= mostPixels
    else { return nil }
    let inner = chunks.dropFirst().dropLast()
    let isData = inner.map { $0.kind == "IDAT" }
    guard let first = isData.firstIndex(of: true), let last = isData.lastIndex(of: true),
      isData[first...last].allSatisfy({ $0 }),
      zip(inner, isData).allSatisfy({ $1 || Self.isIdle($0.kind) })
    else { return nil }
    let data = zip(inner, isData).filter(\.1).map(\.0.data)
    let packed = data.count == 1 ? data[0] : ArraySlice(data.joined())
    guard
      let rows = try? Gzip.bytes(packed, .zlib, count: height * (width + 1), path: path)
    else { return nil }
    (self.height, self.width, samples) = (height, width, rows)
    guard takeOffFilters() else { return nil }
  }

  /// Whether a chunk changes no sample.
  private static func isIdle(_ kind: String) -> Bool {
    ["tEXt", "zTXt", "iTXt", "pHYs", "tIME", "gAMA", "cHRM", "sRGB", "iCCP", "eXIf"].contains(kind)
  }

  private struct Chunk {
    let kind: String
    let data: ArraySlice<UInt8>
  }

  /// The chunks up to the last; `nil` where one is damaged, or something follows them.
  private static func chunks(_ bytes: [UInt8]) -> [Chunk]? {
    let reader = ByteReader(bytes[...], isBigEndian: true)
    var chunks: [Chunk] = []
    var place = PNGFile.magic.count
    while place < bytes.count {
      guard let length = reader.length(UInt32.self, at: place),
        let content = reader.slice(at: place + 4, length: 4 + length),
        let checksum = reader.integer(UInt32.self, at: place + 8 + length),
        content.withUnsafeBytes({ libdeflate_crc32(0, $0.baseAddress, $0.count) }) == checksum
      else { return nil }
      chunks.append(
        Chunk(
          kind: String(decoding: content.prefix(4), as: UTF8.self), data: content.dropFirst(4)))
      place += 12 + length
    }
    return chunks
  }

  /// Turns filtered rows, each behind the number of its filter, into samples; `false` for a filter that
  /// there is not.
  private mutating func takeOffFilters() -> Bool {
    samples.withUnsafeMutableBytes { bytes in
      guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return false }
      // What is above the first row counts as 0.
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { zeros in
        zeros.initialize(repeating: 0)
        for row in 0..<height {
          // Samples come before what they are made of, and overwrite nothing that is still needed.
          let (source, target) = (start + row * (width + 1), start + row * width)
          guard let zeros = zeros.baseAddress, let filter = Filter(rawValue: source[0]) else {
            return false
          }
          target.update(from: source + 1, count: width)
          filter.takeOff(target, above: row == 0 ? zeros : target - width, count: width)
        }
        return true
      }
    }
  }

  /// How a row was filtered before it was compressed (section 9 of the standard).
  private enum Filter: UInt8 {
    case none, sub, up, average, paeth

    /// Adds what the filter predicts from the sample before, and from those above both.
    func takeOff(_ row: UnsafeMutablePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int) {
      var before: UInt8 = 0
      switch self {
      case .none: break
      case .sub:
        for column in 0..<count {
          before = row[column] &+ before
          row[column] = before
        }
      case .up:
        for column in 0..<count { row[column] &+= above[column] }
      case .average:
        for column in 0..<count {
          let mean = (UInt16(before) &+ UInt16(above[column])) &>> 1
          before = row[column] &+ UInt8(truncatingIfNeeded: mean)
          row[column] = before
        }
      case .paeth:
        var aboveBefore: UInt8 = 0
        for column in 0..<count {
          let over = above[column]
          before = row[column] &+ Self.paeth(before, over, aboveBefore)
          row[column] = before
          aboveBefore = over
        }
      }
    }

    /// The one of three samples that is nearest to left + above − the one above the left; of equally
    /// near ones the first.
    @inline(__always)
    private static func paeth(_ left: UInt8, _ above: UInt8, _ aboveLeft: UInt8) -> UInt8 {
      let (a, b, c) = (Int16(left), Int16(above), Int16(aboveLeft))
      let (toLeft, toAbove, toBoth) = (abs(b &- c), abs(a &- c), abs(a &+ b &- 2 &* c))
      if toLeft <= toAbove && toLeft <= toBoth { return left }
      return toAbove <= toBoth ? above : aboveLeft
    }
  }
}
