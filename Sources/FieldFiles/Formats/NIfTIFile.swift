import Documents

/// Volumes of medical imaging, NIfTI-1 and NIfTI-2: `.nii`, `.nii.gz`, and `.hdr` with `.img` beside it.
enum NIfTIFile {
  /// So many bytes tell what there is in a file.
  static let longestHeader = 1024

  /// Whether the bytes begin with a header of either version, in either order of bytes.
  static func isHeader(_ bytes: [UInt8]) -> Bool {
    let first = Array(bytes.prefix(4))
    return [[0x5C, 1, 0, 0], [0, 0, 1, 0x5C], [0x1C, 2, 0, 0], [0, 0, 2, 0x1C]].contains(first)
  }

  /// The header that belongs to a file of nothing but data; `nil` for other files.
  static func headerName(forData path: String) -> String? {
    for (data, headers) in [".img": [".hdr"], ".img.gz": [".hdr.gz", ".hdr"]]
    where path.lowercased().hasSuffix(data) {
      let names = headers.map { String(path.dropLast(data.count)) + $0 }
      return names.first { isRegularFile(at: $0) } ?? names.last
    }
    return nil
  }

  /// - Throws: `FileError`.
  static func read(_ source: FileSource, _ bytes: [UInt8]) throws(FileError) -> FieldFile {
    let header = try NIfTIHeader(bytes[...], path: source.path)
    guard header.isPair else { return try file(source, header, bytes, at: header.dataOffset) }
    return try file(source, header, try dataOfPair(source, header), at: header.dataOffset)
  }

  /// Reads a compressed file, no further than its own header says that there is data.
  ///
  /// - Parameter start: what it begins with.
  /// - Throws: `FileError`.
  static func readCompressed(
    _ source: FileSource, _ bytes: [UInt8], start: [UInt8]
  ) throws(FileError) -> FieldFile {
    let header = try NIfTIHeader(start[...], path: source.path)
    guard !header.isPair else {
      return try file(source, header, dataOfPair(source, header), at: header.dataOffset)
    }
    let length = try header.count(path: source.path) * header.type.size
    let unpacked = try Gzip.bytes(
      bytes[...], .gzip, count: header.dataOffset + length, path: source.path)
    return try file(source, header, unpacked, at: header.dataOffset)
  }

  /// The data of a pair, which lies beside its header, compressed or not.
  private static func dataOfPair(
    _ source: FileSource, _ header: NIfTIHeader
  ) throws(FileError) -> [UInt8] {
    let name = source.path.split(separator: "/").last.map(String.init) ?? source.path
    let endings = [".hdr.gz", ".hdr"]
    guard let ending = endings.first(where: { name.lowercased().hasSuffix($0) }) else {
      throw .malformed(
        source.path,
        reason: "its data is in another file (magic ni1), and the name does not end in .hdr")
    }
    let stem = String(name.dropLast(ending.count))
    let isUpper = name.hasSuffix(".HDR")
    let plain = stem + (isUpper ? ".IMG" : ".img")
    if let folder = source.folder, !isRegularFile(at: folder + "/" + plain),
      isRegularFile(at: folder + "/" + plain + ".gz")
    {
      let packed = try source.companion(plain + ".gz")
      let length = try header.count(path: source.path) * header.type.size
      return try Gzip.bytes(
        packed[...], .gzip, count: header.dataOffset + length, path: source.path)
    }
    return try source.companion(plain)
  }

  private static func file(
    _ source: FileSource, _ header: NIfTIHeader, _ bytes: [UInt8], at offset: Int
  ) throws(FileError) -> FieldFile {
    _ = try header.count(path: source.path)
    let kinds: [FieldAxis.Kind] = [.x, .y, .z, .volume, .channel]
    guard header.shape.dropFirst(kinds.count).allSatisfy({ $0 == 1 }) else {
      throw .malformed(
        source.path,
        reason: "it has more than five axes longer than 1, \(header.shape); save one volume alone")
    }
    // Channels of a colour are beside each other, faster than x.
    var axes = [(FieldAxis.Kind.channel, header.channels)]
    if header.channels == 1 { axes = [] }
    axes += zip(kinds, header.shape)
    var laid = [FieldAxis].rowMajor(axes.reversed().map { (kind: $0.0, extent: $0.1) })
    for index in laid.indices {
      guard let axis = kinds.prefix(3).firstIndex(of: laid[index].kind) else { continue }
      laid[index].step = header.affine?.steps[axis]
      laid[index].spacing = header.spacing[axis] ?? header.affine?.steps[axis].length ?? 1
    }
    if header.channels > 1 {
      laid[laid.count - 1].names = Array(["red", "green", "blue", "alpha"].prefix(header.channels))
    }
    var file = try FieldFile(
      source, .nifti, axes: laid,
      array: StoredArray(
        bytes: bytes, offset: offset, type: header.type, isBigEndian: header.isBigEndian,
        slope: header.slope, intercept: header.intercept))
    file.origin = header.affine?.origin
    file.directionTolerance = header.affine?.tolerance ?? FieldFile.precision
    return file
  }
}
