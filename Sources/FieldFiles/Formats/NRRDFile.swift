import Documents

/// Nearly raw raster data, NRRD: the header before the data, or alone (`.nhdr`); data raw, compressed by
/// gzip, or as text.
///
/// Source: Kindlmann, "Definition of NRRD File Format", teem.sourceforge.net/nrrd/format.html.
enum NRRDFile {
  static let magic = Array("NRRD000".utf8)

  /// - Throws: `FileError`.
  static func read(_ source: FileSource, _ bytes: [UInt8]) throws(FileError) -> FieldFile {
    let header = try NRRDHeader(bytes, path: source.path)
    let shape = try header.sizes()
    let count = try elementCount(shape, path: source.path)
    let array = try array(source, header, bytes, count: count)
    let axes = try header.axes(shape)
    var file = try FieldFile(source, .nrrd, axes: axes.reversed(), array: array)
    (file.space, file.origin) = try header.place()
    return file
  }

  private static func array(
    _ source: FileSource, _ header: NRRDHeader, _ bytes: [UInt8], count: Int
  ) throws(FileError) -> StoredArray {
    let path = source.path
    let type = try header.type()
    let length = count * type.size
    var (data, start) = (bytes, header.length)
    if let name = header["data file"] ?? header["datafile"] {
      guard !name.hasPrefix("LIST"), !name.contains("%") else {
        throw .malformed(
          path,
          reason: "its data is in several files: put them into one by unu save -f nrrd -i \(path)")
      }
      (data, start) = (try source.companion(name), 0)
    }
    for _ in 0..<(try header.whole("line skip") ?? 0) {
      guard let end = data[min(start, data.count)...].firstIndex(of: 0x0A) else {
        throw .malformed(path, reason: "there are fewer lines than are to be skipped")
      }
      start = end + 1
    }
    let skip = try header.whole("byte skip") ?? 0
    switch header["encoding"] ?? "raw" {
    case "raw":
      // −1 means that the data is at the end of the file.
      let offset = skip < 0 ? data.count - length : start + skip
      return StoredArray(
        bytes: data, offset: offset, type: type, isBigEndian: header["endian"] == "big")
    case "gzip", "gz":
      guard skip >= 0, start < data.count else {
        throw .malformed(path, reason: "the data ends after 0 of \(length) bytes")
      }
      // Bytes are skipped in what the data unpacks to.
      let unpacked = try Gzip.bytes(
        data[start...], .gzip, count: min(skip, FileLimits.headerBytes) + length, path: path)
      return StoredArray(
        bytes: unpacked, offset: skip, type: type, isBigEndian: header["endian"] == "big")
    case "ascii", "text", "txt":
      return try TextNumbers.array(data[min(start, data.count)...], type, count: count, path: path)
    case let other:
      throw .malformed(
        path,
        reason: "its encoding '\(other.prefix(20))' is not read: convert it by "
          + "unu save -f nrrd -e gzip -i \(path) -o volume.nrrd")
    }
  }
}
