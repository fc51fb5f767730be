import Documents

/// Volumes of medical imaging, NIfTI-1: `.nii`, and `.nii.gz` when compressed.
///
/// Source: Cox et al. (2004), "A (sort of) new image data format standard: NIfTI-1"; `nifti1.h`.
enum NIfTIFile {
  private static let headerSize = 348

  /// What the header says.
  private struct Header {
    let shape: [Int]
    let spacing: [Double]
    let type: ElementType
    let isBigEndian: Bool
    let dataOffset: Int
    let slope: Double
    let intercept: Double
  }

  /// Whether the bytes begin with a header of this format, in either order of bytes.
  static func isHeader(_ bytes: some Collection<UInt8>) -> Bool {
    let first = Array(bytes.prefix(4))
    return first == [0x5C, 1, 0, 0] || first == [0, 0, 1, 0x5C]
  }

  /// - Throws: ``FileError``.
  static func read(_ bytes: [UInt8], path: String) throws(FileError) -> ArrayContent {
    let header = try header(bytes, path: path)
    let length = try elementCount(header.shape, path: path) * header.type.size
    guard let data = ByteReader(bytes[...]).slice(at: header.dataOffset, length: length) else {
      throw .malformed(
        path,
        reason: "the data ends after \(max(0, bytes.count - header.dataOffset)) of \(length) bytes")
    }
    var values = header.type.values(data, isBigEndian: header.isBigEndian)
    // A slope of 0 means that the values are not scaled.
    if header.slope != 0 {
      values = values.map { header.slope * $0 + header.intercept }
    }
    return ArrayContent(shape: header.shape, spacing: header.spacing, values: values)
  }

  /// Unpacks `.nii.gz`, no further than its own header says that there is data.
  ///
  /// - Throws: ``FileError``.
  static func unpack(_ bytes: [UInt8], path: String) throws(FileError) -> [UInt8] {
    do {
      let start = try Inflate.prefix(bytes[...], format: .gzip, count: headerSize)
      let header = try header(start, path: path)
      let length = try elementCount(header.shape, path: path) * header.type.size
      // Some programs write padding after the data.
      let limit = header.dataOffset + length + FileLimits.headerBytes
      return try Inflate.bytes(bytes[...], format: .gzip, limit: limit)
    } catch let error as FileError {
      throw error
    } catch Inflate.Failure.tooLong {
      throw .tooLarge(path, what: "it unpacks to more data than its header says")
    } catch {
      throw .malformed(path, reason: "it is not a readable gzip file: it is damaged or cut off")
    }
  }

  private static func header(_ bytes: [UInt8], path: String) throws(FileError) -> Header {
    guard bytes.count >= headerSize, isHeader(bytes) else {
      throw .malformed(path, reason: "it is not a NIfTI-1 file: the header is missing or cut off")
    }
    let reader = ByteReader(bytes[..<headerSize], isBigEndian: bytes[0] == 0)
    // The magic "n+1" says that the data follows in the same file.
    guard Array(bytes[344..<348]) == Array("n+1\0".utf8) else {
      throw .malformed(
        path, reason: "it is not a NIfTI-1 file with its data inside (magic n+1): convert to .nii")
    }
    func short(_ offset: Int) -> Int { Int(reader.integer(Int16.self, at: offset) ?? 0) }
    func float(_ offset: Int) -> Double { reader.float(at: offset) ?? 0 }
    let rank = short(40)
    guard (1...7).contains(rank) else {
      throw .malformed(path, reason: "it has \(rank) axes; expected 1 to 7")
    }
    guard let type = elementType(short(70)) else {
      throw .malformed(
        path, reason: "data type \(short(70)) is not known; expected integers or real numbers")
    }
    // x is the fastest axis of the file; ours is the last. Spacings of 0 stand for "not given".
    let axes = (1...rank).map { axis in
      (extent: short(40 + 2 * axis), spacing: abs(float(76 + 4 * axis)))
    }.filter { $0.extent != 1 }.reversed()
    guard axes.allSatisfy({ $0.spacing.isFinite }) else {
      throw .malformed(path, reason: "a spacing of the volume is not a number")
    }
    let offset = float(108)
    guard offset >= Double(headerSize), offset <= Double(FileLimits.headerBytes) else {
      throw .malformed(path, reason: "the data begins at byte \(offset); expected at least 348")
    }
    let (slope, intercept) = (float(112), float(116))
    guard slope.isFinite && intercept.isFinite else {
      throw .malformed(path, reason: "the scaling of the values is not a number")
    }
    return Header(
      shape: axes.isEmpty ? [1] : axes.map(\.extent),
      spacing: axes.isEmpty ? [1] : axes.map { $0.spacing > 0 ? $0.spacing : 1 }, type: type,
      isBigEndian: reader.isBigEndian, dataOffset: Int(offset), slope: slope,
      intercept: intercept)
  }

  private static func elementType(_ code: Int) -> ElementType? {
    switch code {
    case 2: .uint8
    case 4: .int16
    case 8: .int32
    case 16: .float32
    case 64: .float64
    case 256: .int8
    case 512: .uint16
    case 768: .uint32
    case 1024: .int64
    case 1280: .uint64
    default: nil
    }
  }
}
