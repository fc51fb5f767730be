import Documents

/// NumPy's format for several arrays, `.npz`: a zip archive of `.npy` files.
enum NumPyArchive {
  /// A file of the archive.
  private struct Member {
    let name: String
    let method: UInt16
    let compressedSize: Int
    let size: Int
    let offset: Int
  }

  /// The array of an archive with a name; the only one where the name is left out.
  ///
  /// - Throws: ``FileError``.
  static func read(
    _ bytes: [UInt8], member name: String?, path: String
  ) throws(FileError) -> ArrayContent {
    let members = try members(bytes, path: path).filter { $0.name.hasSuffix(".npy") }
    let names = members.map { String($0.name.dropLast(4)) }
    guard !members.isEmpty else {
      throw .malformed(path, reason: "the archive holds no array (.npy)")
    }
    guard name != nil || members.count == 1 else {
      throw .malformed(
        path,
        reason: "the archive holds \(list(names)); choose one as \(path):\(names[0])")
    }
    guard let index = name.map({ names.firstIndex(of: $0) }) ?? 0 else {
      throw .malformed(path, reason: "there is no array '\(name ?? "")'; there are \(list(names))")
    }
    return try NumPyFile.read(content(of: members[index], in: bytes, path: path)[...], path: path)
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { String($0.prefix(40)) }.joined(separator: ", ")
    return "the arrays \(shown)" + (names.count > 8 ? ", …" : "")
  }

  /// The table at the end of the archive (APPNOTE.TXT of PKWARE, section 4.3).
  private static func members(_ bytes: [UInt8], path: String) throws(FileError) -> [Member] {
    let reader = ByteReader(bytes[...])
    let broken = FileError.malformed(path, reason: "the archive is cut off or no zip file")
    // The last record is 22 bytes long, and a comment of at most 65,535 bytes may follow it.
    let earliest = max(0, bytes.count - 22 - 65_535)
    guard
      let end = stride(from: bytes.count - 22, through: earliest, by: -1).first(where: {
        reader.integer(UInt32.self, at: $0) == 0x0605_4B50
      }), let count = reader.integer(UInt16.self, at: end + 10),
      let start = reader.integer(UInt32.self, at: end + 16)
    else { throw broken }
    var members: [Member] = []
    var offset = Int(start)
    for _ in 0..<count {
      guard reader.integer(UInt32.self, at: offset) == 0x0201_4B50,
        let method = reader.integer(UInt16.self, at: offset + 10),
        let compressedSize = reader.integer(UInt32.self, at: offset + 20),
        let size = reader.integer(UInt32.self, at: offset + 24),
        let nameLength = reader.integer(UInt16.self, at: offset + 28),
        let extraLength = reader.integer(UInt16.self, at: offset + 30),
        let commentLength = reader.integer(UInt16.self, at: offset + 32),
        let header = reader.integer(UInt32.self, at: offset + 42),
        let name = reader.slice(at: offset + 46, length: Int(nameLength))
      else { throw broken }
      members.append(
        Member(
          name: String(decoding: name, as: UTF8.self), method: method,
          compressedSize: Int(compressedSize), size: Int(size), offset: Int(header)))
      offset += 46 + Int(nameLength) + Int(extraLength) + Int(commentLength)
    }
    return members
  }

  private static func content(
    of member: Member, in bytes: [UInt8], path: String
  ) throws(FileError) -> [UInt8] {
    let reader = ByteReader(bytes[...])
    // Zip64 stands these in where the numbers do not fit; NumPy uses it from 4 GiB on.
    guard member.size != 0xFFFF_FFFF, member.size <= FileLimits.bytes else {
      throw .tooLarge(path, what: "the array takes \(member.size) bytes")
    }
    guard reader.integer(UInt32.self, at: member.offset) == 0x0403_4B50,
      let nameLength = reader.integer(UInt16.self, at: member.offset + 26),
      let extraLength = reader.integer(UInt16.self, at: member.offset + 28),
      let stored = reader.slice(
        at: member.offset + 30 + Int(nameLength) + Int(extraLength), length: member.compressedSize)
    else { throw .malformed(path, reason: "the archive is cut off") }
    switch member.method {
    case 0: return Array(stored)
    case 8:
      do throws(Inflate.Failure) {
        return try Inflate.bytes(stored, format: .raw, limit: member.size)
      } catch {
        guard error == .malformed else {
          throw .tooLarge(path, what: "it unpacks to more data than its table of contents says")
        }
        throw .malformed(path, reason: "the compressed array is damaged")
      }
    default:
      throw .malformed(
        path, reason: "compression method \(member.method) is not known; use numpy.savez_compressed"
      )
    }
  }
}
