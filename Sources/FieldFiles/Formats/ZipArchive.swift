import CDeflate
import Documents

/// The files of a zip archive, zip64 included (APPNOTE.TXT of PKWARE, section 4.3).
struct ZipArchive {
  /// A file of the archive.
  struct Member {
    let name: String
    let method: UInt16
    let isEncrypted: Bool
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    let offset: Int
  }

  let bytes: [UInt8]
  let path: String
  /// The files in the order of the table; of two of one name the last, as Python reads them.
  let members: [Member]

  /// Reads the table at the end of the archive.
  ///
  /// - Throws: `FileError`.
  init(_ bytes: [UInt8], path: String) throws(FileError) {
    self.bytes = bytes
    self.path = path
    let reader = ByteReader(bytes[...])
    guard let table = Self.table(reader), table.size <= FileLimits.headerBytes,
      let members = Self.members(reader, table)
    else { throw .malformed(path, reason: "the archive is cut off or no zip file") }
    var last: [String: Int] = [:]
    for (index, member) in members.enumerated() { last[member.name] = index }
    self.members = members.enumerated().filter { last[$1.name] == $0 }.map(\.element)
  }

  private struct Table {
    var start: Int
    var size: Int
    var count: Int
  }

  /// Where the table is; `nil` where there is none.
  private static func table(_ reader: ByteReader) -> Table? {
    // The last record is 22 bytes long, and a comment of at most 65,535 bytes may follow it.
    let earliest = max(0, reader.count - 22 - 65_535)
    guard
      let end = stride(from: reader.count - 22, through: earliest, by: -1).first(where: {
        reader.integer(UInt32.self, at: $0) == 0x0605_4B50
      }), let count = reader.length(UInt16.self, at: end + 10),
      let size = reader.length(UInt32.self, at: end + 12),
      let start = reader.length(UInt32.self, at: end + 16)
    else { return nil }
    let table = Table(start: start, size: size, count: count)
    // A locator before the record tells where the larger numbers of zip64 are.
    guard reader.integer(UInt32.self, at: end - 20) == 0x0706_4B50 else { return table }
    guard let place = reader.length(UInt64.self, at: end - 12),
      reader.integer(UInt32.self, at: place) == 0x0606_4B50,
      let largeCount = reader.length(UInt64.self, at: place + 32),
      let largeSize = reader.length(UInt64.self, at: place + 40),
      let largeStart = reader.length(UInt64.self, at: place + 48)
    else { return nil }
    return Table(start: largeStart, size: largeSize, count: largeCount)
  }

  private static func members(_ reader: ByteReader, _ table: Table) -> [Member]? {
    guard var rest = reader.slice(at: table.start, length: table.size) else { return nil }
    var members: [Member] = []
    for _ in 0..<min(table.count, FileLimits.headerBytes) {
      guard let (member, length) = member(ByteReader(rest)) else { return nil }
      members.append(member)
      rest = rest.dropFirst(length)
    }
    return members
  }

  private static func member(_ reader: ByteReader) -> (Member, length: Int)? {
    guard reader.integer(UInt32.self, at: 0) == 0x0201_4B50,
      let flags = reader.integer(UInt16.self, at: 8),
      let method = reader.integer(UInt16.self, at: 10),
      let checksum = reader.integer(UInt32.self, at: 16),
      var compressedSize = reader.length(UInt32.self, at: 20),
      var size = reader.length(UInt32.self, at: 24),
      let nameLength = reader.length(UInt16.self, at: 28),
      let extraLength = reader.length(UInt16.self, at: 30),
      let commentLength = reader.length(UInt16.self, at: 32),
      var offset = reader.length(UInt32.self, at: 42),
      let name = reader.slice(at: 46, length: nameLength),
      let extra = reader.slice(at: 46 + nameLength, length: extraLength)
    else { return nil }
    var larger = largeNumbers(ByteReader(extra))
    for number in [\Numbers.size, \.compressedSize, \.offset] {
      var numbers = Numbers(size: size, compressedSize: compressedSize, offset: offset)
      guard numbers[keyPath: number] == 0xFFFF_FFFF else { continue }
      guard !larger.isEmpty else { return nil }
      numbers[keyPath: number] = larger.removeFirst()
      (size, compressedSize, offset) = (numbers.size, numbers.compressedSize, numbers.offset)
    }
    let member = Member(
      name: String(decoding: name, as: UTF8.self), method: method, isEncrypted: flags & 1 == 1,
      checksum: checksum, compressedSize: compressedSize, size: size, offset: offset)
    return (member, 46 + nameLength + extraLength + commentLength)
  }

  /// The numbers of a member that zip64 writes elsewhere, in the order in which it does.
  private struct Numbers {
    var size: Int
    var compressedSize: Int
    var offset: Int
  }

  /// The numbers of the extra field of zip64.
  private static func largeNumbers(_ extra: ByteReader) -> [Int] {
    var place = 0
    while let kind = extra.integer(UInt16.self, at: place),
      let length = extra.length(UInt16.self, at: place + 2)
    {
      if kind == 1 {
        return stride(from: 0, to: length - 7, by: 8).compactMap {
          extra.length(UInt64.self, at: place + 4 + $0)
        }
      }
      place += 4 + length
    }
    return []
  }

  /// What a member unpacks to.
  ///
  /// - Throws: `FileError`, also where its checksum is wrong.
  func content(of member: Member) throws(FileError) -> [UInt8] {
    guard member.size <= FileLimits.bytes else {
      throw .tooLarge(path, what: "the array takes \(member.size) bytes")
    }
    guard !member.isEncrypted else {
      throw .malformed(path, reason: "the member \(member.name) is encrypted; unpack it first")
    }
    let reader = ByteReader(bytes[...])
    guard reader.integer(UInt32.self, at: member.offset) == 0x0403_4B50,
      let nameLength = reader.length(UInt16.self, at: member.offset + 26),
      let extraLength = reader.length(UInt16.self, at: member.offset + 28),
      let stored = reader.slice(
        at: member.offset + 30 + nameLength + extraLength, length: member.compressedSize)
    else { throw .malformed(path, reason: "the archive is cut off") }
    let content = try unpacked(stored, member)
    let checksum = content.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
    guard checksum == member.checksum else {
      throw .malformed(
        path,
        reason: "the member \(member.name) is damaged: its CRC-32 is not the one that the archive "
          + "has kept")
    }
    return content
  }

  private func unpacked(
    _ stored: ArraySlice<UInt8>, _ member: Member
  ) throws(FileError) -> [UInt8] {
    switch member.method {
    case 0:
      guard stored.count == member.size else {
        throw .malformed(
          path, reason: "the sizes of the member \(member.name) contradict each other")
      }
      return Array(stored)
    case 8: return try Gzip.bytes(stored, .raw, count: member.size, path: path)
    default:
      throw .malformed(
        path, reason: "compression method \(member.method) is not known; use numpy.savez_compressed"
      )
    }
  }
}
