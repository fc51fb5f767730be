import Documents

/// NumPy's format for several arrays, `.npz`: a zip archive of `.npy` files.
enum NumPyArchive {
  /// The array of an archive with the name that the source asks for; the only one where it asks for none.
  ///
  /// - Throws: `FileError`.
  static func read(_ source: FileSource, _ bytes: [UInt8]) throws(FileError) -> FieldFile {
    let path = source.path
    let archive = try ZipArchive(bytes, path: path)
    let members = archive.members.filter { $0.name.hasSuffix(".npy") }
    let names = members.map { String($0.name.dropLast(4)) }
    guard !members.isEmpty else {
      throw ForeignFormat.archive(archive.members.map(\.name), path: path)
        ?? .malformed(path, reason: "the archive holds no array (.npy)")
    }
    guard source.member != nil || members.count == 1 else {
      throw .malformed(
        path,
        reason: "the archive holds \(list(names)); choose one as \(path):\(names[0])")
    }
    guard let index = source.member.map({ names.firstIndex(of: $0) }) ?? 0 else {
      throw .malformed(
        path, reason: "there is no array '\(source.member ?? "")'; there are \(list(names))")
    }
    return try NumPyFile.read(source, archive.content(of: members[index]), format: .numPyArchive)
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { String($0.prefix(40)) }.joined(separator: ", ")
    return "the arrays \(shown)" + (names.count > 8 ? ", …" : "")
  }
}
