import Documents

/// What the header of a NIfTI-1 or NIfTI-2 file says.
///
/// Source: Cox et al. (2004), "A (sort of) new image data format standard: NIfTI-1"; `nifti1.h`,
/// `nifti2.h`.
struct NIfTIHeader {
  /// Elements along each axis, x (the fastest) first.
  let shape: [Int]
  /// Distance between neighbours along each axis in millimetres; `nil` where it is not given.
  let spacing: [Double?]
  let type: ElementType
  /// Channels of an element that holds a colour.
  let channels: Int
  let isBigEndian: Bool
  /// Where the data begins.
  let dataOffset: Int
  /// Whether the data is in a file of its own.
  let isPair: Bool
  let slope: Double?
  let intercept: Double
  /// Where the elements lie, in millimetres (RAS); `nil` where the file does not say.
  let affine: NIfTIAffine?

  static let size1 = 348
  static let size2 = 540

  /// Number of elements, channels counted.
  func count(path: String) throws(FileError) -> Int {
    try elementCount(shape + [channels], path: path)
  }

  /// Reads a header.
  ///
  /// - Throws: `FileError`.
  init(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) {
    guard let layout = NIfTILayout(bytes) else {
      throw .malformed(path, reason: "it is not a NIfTI file: the header is missing or cut off")
    }
    isBigEndian = layout.reader.isBigEndian
    isPair = try Self.isPair(layout, path: path)
    let rank = layout.integer(.dimension, 0)
    guard (1...7).contains(rank) else {
      throw .malformed(path, reason: "it has \(rank) axes; expected 1 to 7")
    }
    let shape = (1...rank).map { layout.integer(.dimension, $0) }
    if let extent = shape.first(where: { $0 < 1 }) {
      throw .malformed(path, reason: "an axis has \(extent) elements: 0 or a negative number")
    }
    self.shape = shape
    let intent = layout.integer(.intent, 0)
    guard !(3000...3099).contains(intent) else {
      throw .malformed(
        path,
        reason: "it is CIFTI, on surfaces: convert it by wb_command -cifti-separate \(path) …")
    }
    (type, channels) = try Self.element(layout.integer(.dataType, 0), path: path)
    let unit = Self.millimetres(units: layout.integer(.units, 0))
    spacing = try shape.indices.map { axis throws(FileError) in
      let step = abs(layout.real(.spacing, axis + 1))
      guard step.isFinite else {
        throw .malformed(path, reason: "a spacing of the volume is not a number")
      }
      // 0 stands for "not given".
      return step > 0 ? step * (axis < 3 ? unit : 1) : nil
    }
    dataOffset = try Self.dataOffset(layout, isPair: isPair, path: path)
    (slope, intercept) = try Self.scaling(layout, path: path)
    affine = NIfTIAffine(layout, unit: unit)
  }

  private static func isPair(
    _ layout: NIfTILayout, path: String
  ) throws(FileError) -> Bool {
    switch layout.magic {
    case "n+1", "n+2": return false
    case "ni1", "ni2": return true
    default:
      throw .malformed(
        path,
        reason: "its header has no mark of NIfTI (n+1, ni1): it is Analyze 7.5, which does not say "
          + "left from right, or damaged: convert it by mri_convert \(path) volume.nii.gz")
    }
  }

  private static func element(
    _ code: Int, path: String
  ) throws(FileError) -> (ElementType, channels: Int) {
    switch code {
    case 2: return (.uint8, 1)
    case 4: return (.int16, 1)
    case 8: return (.int32, 1)
    case 16: return (.float32, 1)
    case 64: return (.float64, 1)
    case 128: return (.uint8, 3)
    case 256: return (.int8, 1)
    case 512: return (.uint16, 1)
    case 768: return (.uint32, 1)
    case 1024: return (.int64, 1)
    case 1280: return (.uint64, 1)
    case 2304: return (.uint8, 4)
    default:
      let name =
        [1: "bits", 32: "complex", 1536: "float128", 1792: "complex", 2048: "complex"][code]
        .map { " (\($0))" } ?? ""
      throw .malformed(
        path,
        reason: "data type \(code)\(name) is not read; expected integers or real numbers of up to "
          + "64 bits")
    }
  }

  /// How many millimetres the unit of length is.
  private static func millimetres(units: Int) -> Double {
    switch units & 7 {
    case 1: 1000
    case 3: 0.001
    default: 1
    }
  }

  private static func dataOffset(
    _ layout: NIfTILayout, isPair: Bool, path: String
  ) throws(FileError) -> Int {
    let least = isPair ? 0 : layout.size
    let offset = layout.real(.dataOffset, 0)
    // Some programs leave it out; the data then follows the header and its four bytes of flags.
    if offset == 0 { return isPair ? 0 : layout.size + 4 }
    guard offset >= Double(least), offset <= Double(FileLimits.bytes) else {
      throw .malformed(
        path, reason: "the data begins at byte \(offset); expected at least \(least)")
    }
    return Int(offset)
  }

  /// A slope that is 0, infinite or not a number means that the values are not scaled.
  private static func scaling(
    _ layout: NIfTILayout, path: String
  ) throws(FileError) -> (Double?, Double) {
    let (slope, intercept) = (layout.real(.slope, 0), layout.real(.intercept, 0))
    guard slope.isFinite, slope != 0 else { return (nil, 0) }
    guard intercept.isFinite else {
      throw .malformed(path, reason: "the scaling of the values is not a number: scl_inter")
    }
    return slope == 1 && intercept == 0 ? (nil, 0) : (slope, intercept)
  }
}

/// Where the fields of a header stand in either version.
struct NIfTILayout {
  /// A field that is read.
  enum Field {
    case dimension, intent, dataType, spacing, dataOffset, slope, intercept, units, qform, sform
    case quaternion, shift, rowX, rowY, rowZ
  }

  let reader: ByteReader
  let size: Int

  /// A header of version 1 or 2 in either order of bytes, told by its own size, which it begins with.
  init?(_ bytes: ArraySlice<UInt8>) {
    for isBigEndian in [false, true] {
      let reader = ByteReader(bytes, isBigEndian: isBigEndian)
      let size = Int(reader.integer(Int32.self, at: 0) ?? 0)
      guard size == NIfTIHeader.size1 || size == NIfTIHeader.size2, bytes.count >= size else {
        continue
      }
      self.reader = reader
      self.size = size
      return
    }
    return nil
  }

  private var isSecond: Bool { size == NIfTIHeader.size2 }

  var magic: String {
    let bytes = reader.slice(at: isSecond ? 4 : 344, length: 3) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A whole number; 0 where it does not fit.
  func integer(_ field: Field, _ index: Int) -> Int {
    guard isSecond else {
      let offset =
        switch field {
        case .dimension: 40
        case .intent: 68
        case .dataType: 70
        case .qform: 252
        case .sform: 254
        default: 123
        }
      guard field != .units else { return Int(reader.integer(UInt8.self, at: offset) ?? 0) }
      return Int(reader.integer(Int16.self, at: offset + 2 * index) ?? 0)
    }
    switch field {
    case .dimension: return Int(reader.integer(Int64.self, at: 16 + 8 * index) ?? 0)
    case .dataType: return Int(reader.integer(Int16.self, at: 12) ?? 0)
    case .qform: return Int(reader.integer(Int32.self, at: 344) ?? 0)
    case .sform: return Int(reader.integer(Int32.self, at: 348) ?? 0)
    case .intent: return Int(reader.integer(Int32.self, at: 504) ?? 0)
    default: return Int(reader.integer(Int32.self, at: 500) ?? 0)
    }
  }

  /// A real number.
  func real(_ field: Field, _ index: Int) -> Double {
    if isSecond && field == .dataOffset {
      return Double(reader.integer(Int64.self, at: 168) ?? 0)
    }
    let offsets: (Int, Int) =
      switch field {
      case .spacing: (76, 104)
      case .dataOffset: (108, 168)
      case .slope: (112, 176)
      case .intercept: (116, 184)
      case .quaternion: (256, 352)
      case .shift: (268, 376)
      case .rowX: (280, 400)
      case .rowY: (296, 432)
      default: (312, 464)
      }
    return isSecond
      ? reader.double(at: offsets.1 + 8 * index) ?? 0
      : reader.float(at: offsets.0 + 4 * index) ?? 0
  }
}
