import Documents

/// Images of ITK, MetaImage: the header before the data (`.mha`), or alone (`.mhd`); data raw,
/// compressed by zlib, or as text.
///
/// Source: MetaIO documentation, itk.org/Wiki/MetaIO/Documentation.
enum MetaImageFile {
  /// Whether the bytes begin with a header.
  static func isHeader(_ bytes: [UInt8]) -> Bool {
    let start = String(decoding: bytes.prefix(2048), as: UTF8.self)
    return start.split(whereSeparator: \.isNewline).contains { line in
      line.hasPrefix("NDims") && line.contains("=")
    }
  }

  /// - Throws: `FileError`.
  static func read(_ source: FileSource, _ bytes: [UInt8]) throws(FileError) -> FieldFile {
    let header = try MetaImageHeader(bytes, path: source.path)
    let shape = try header.shape()
    let channels = try header.whole("ElementNumberOfChannels") ?? 1
    guard (1...4096).contains(channels) else {
      throw .malformed(source.path, reason: "it has \(channels) channels")
    }
    let count = try elementCount(shape + [channels], path: source.path)
    let array = try array(source, header, bytes, count: count)
    var file = try FieldFile(
      source, .metaImage, axes: try header.axes(shape, channels: channels), array: array)
    file.origin = try header.origin()
    return file
  }

  private static func array(
    _ source: FileSource, _ header: MetaImageHeader, _ bytes: [UInt8], count: Int
  ) throws(FileError) -> StoredArray {
    let path = source.path
    let type = try header.type()
    let length = count * type.size
    var (data, start) = (bytes, header.length)
    if header.dataFile.uppercased() != "LOCAL" {
      let name = header.dataFile
      guard !name.hasPrefix("LIST"), !name.contains("%") else {
        throw .malformed(
          path, reason: "its data is in several files; write it with SimpleITK.WriteImage as .mha")
      }
      (data, start) = (try source.companion(name), 0)
    }
    let isBigEndian =
      header.isTrue("BinaryDataByteOrderMSB") || header.isTrue("ElementByteOrderMSB")
    if header.isTrue("CompressedData") {
      guard start < data.count else {
        throw .malformed(path, reason: "the data ends after 0 of \(length) bytes")
      }
      let wrapping: Gzip.Wrapping = data[start...].starts(with: Gzip.magic) ? .gzip : .zlib
      let unpacked = try Gzip.bytes(data[start...], wrapping, count: length, path: path)
      return StoredArray(bytes: unpacked, offset: 0, type: type, isBigEndian: isBigEndian)
    }
    if header.isFalse("BinaryData") {
      return try TextNumbers.array(data[min(start, data.count)...], type, count: count, path: path)
    }
    // −1 means that the data is at the end of the file.
    let skip = try header.whole("HeaderSize") ?? 0
    return StoredArray(
      bytes: data, offset: skip < 0 ? data.count - length : start + skip, type: type,
      isBigEndian: isBigEndian)
  }
}

/// The fields of a header.
struct MetaImageHeader {
  private var fields: [String: String] = [:]
  private let path: String
  /// Bytes up to the data.
  private(set) var length = 0
  /// The file of the data, or `LOCAL`.
  private(set) var dataFile = ""

  /// Reads up to the line that names the file of the data, which is the last one.
  ///
  /// - Throws: `FileError`.
  init(_ bytes: [UInt8], path: String) throws(FileError) {
    self.path = path
    var start = 0
    while dataFile.isEmpty {
      guard start < bytes.count, start <= FileLimits.headerBytes else {
        throw .malformed(path, reason: "its header does not say where the data is")
      }
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = String(decoding: bytes[start..<end], as: UTF8.self)
      start = min(end + 1, bytes.count)
      guard let equals = line.firstIndex(of: "=") else { continue }
      let key = trimmed(line[..<equals])
      let value = trimmed(line[line.index(after: equals)...])
      if key == "ElementDataFile" { dataFile = value.isEmpty ? "LOCAL" : value }
      fields[key] = value
    }
    length = start
  }

  func isTrue(_ key: String) -> Bool { fields[key]?.lowercased().hasPrefix("t") ?? false }

  func isFalse(_ key: String) -> Bool { fields[key]?.lowercased().hasPrefix("f") ?? false }

  func whole(_ key: String) throws(FileError) -> Int? {
    guard let text = fields[key] else { return nil }
    guard let number = Int(text), (-1...FileLimits.bytes).contains(number) else {
      throw .malformed(path, reason: "its field \(key) is '\(text.prefix(20))'")
    }
    return number
  }

  private func numbers(_ keys: [String], count: Int) throws(FileError) -> [Double]? {
    guard let text = keys.compactMap({ fields[$0] }).first else { return nil }
    let numbers = text.split(separator: " ").map { Double($0) }
    guard numbers.count == count, !numbers.contains(nil) else {
      throw .malformed(path, reason: "its field \(keys[0]) does not have \(count) numbers")
    }
    let known = numbers.compactMap { $0 }
    guard known.allSatisfy(\.isFinite) else {
      throw .malformed(path, reason: "a number of its field \(keys[0]) is infinite or none")
    }
    return known
  }

  /// Elements along each axis, fastest first.
  func shape() throws(FileError) -> [Int] {
    let words = (fields["DimSize"] ?? "").split(separator: " ").map { Int($0) }
    guard (1...4).contains(words.count), !words.contains(nil), try whole("NDims") == words.count
    else {
      throw .malformed(path, reason: "its header has no DimSize, or not one to four axes")
    }
    return words.compactMap { $0 }
  }

  func type() throws(FileError) -> ElementType {
    switch fields["ElementType"] {
    case "MET_CHAR": return .int8
    case "MET_UCHAR": return .uint8
    case "MET_SHORT": return .int16
    case "MET_USHORT": return .uint16
    case "MET_INT", "MET_LONG": return .int32
    case "MET_UINT", "MET_ULONG": return .uint32
    case "MET_LONG_LONG": return .int64
    case "MET_ULONG_LONG": return .uint64
    case "MET_FLOAT": return .float32
    case "MET_DOUBLE": return .float64
    case let other:
      throw .malformed(path, reason: "its ElementType '\(other ?? "")' is not known")
    }
  }

  /// The axes, slowest first, with what is known of each.
  func axes(_ shape: [Int], channels: Int) throws(FileError) -> [FieldAxis] {
    let kinds: [FieldAxis.Kind] = [.x, .y, .z, .volume]
    let rank = shape.count
    let spacing = try numbers(["ElementSpacing", "ElementSize"], count: rank)
    let matrix = try numbers(["TransformMatrix", "Rotation", "Orientation"], count: rank * rank)
    let hasPlace = try origin() != nil
    var axes = [FieldAxis].rowMajor(
      zip(kinds, shape).reversed().map { (kind: $0.0, extent: $0.1) }
        + (channels > 1 ? [(kind: .channel, extent: channels)] : []))
    for index in axes.indices {
      guard let axis = kinds.prefix(3).firstIndex(of: axes[index].kind) else { continue }
      let step = abs(spacing?[axis] ?? 1) * millimetres
      axes[index].spacing = step
      guard hasPlace else { continue }
      // The directions of the axes stand after each other.
      let unit = (0..<3).map { component in
        component >= rank ? 0 : matrix?[axis * rank + component] ?? (component == axis ? 1 : 0)
      }
      let direction = Position(-unit[0], -unit[1], unit[2])
      guard direction.length > 0, step > 0 else {
        throw .malformed(path, reason: "an axis has no direction or no spacing")
      }
      axes[index].step = step * direction
    }
    return axes
  }

  /// Where the first element lies, in our directions; MetaImage's are to the left and to the back.
  func origin() throws(FileError) -> Position? {
    let rank = try shape().count
    let keys = ["Offset", "Position", "Origin"]
    guard keys.contains(where: { fields[$0] != nil }) || fields["TransformMatrix"] != nil
    else {
      return nil
    }
    let numbers = try numbers(keys, count: rank) ?? [Double](repeating: 0, count: rank)
    let known = numbers.prefix(3) + [Double](repeating: 0, count: max(0, 3 - rank))
    return millimetres * Position(-known[0], -known[1], known[2])
  }

  private var millimetres: Double {
    switch fields["DistanceUnits"] {
    case "um": 0.001
    case "cm": 10
    case "m": 1000
    default: 1
    }
  }
}
