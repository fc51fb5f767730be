/// Reads numbers from bytes at checked offsets, in either order of bytes.
struct ByteReader {
  let bytes: ArraySlice<UInt8>
  var isBigEndian = false

  init(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool = false) {
    self.bytes = bytes
    self.isBigEndian = isBigEndian
  }

  /// Number of bytes.
  var count: Int { bytes.count }

  /// The whole number at an offset from the first byte; `nil` where the bytes end before it does.
  func integer<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value? {
    let size = MemoryLayout<Value>.size
    guard offset >= 0, count - offset >= size else { return nil }
    let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
    return isBigEndian ? Value(bigEndian: value) : Value(littleEndian: value)
  }

  /// The single-precision number at an offset.
  func float(at offset: Int) -> Double? {
    integer(UInt32.self, at: offset).map { Double(Float(bitPattern: $0)) }
  }

  /// The bytes from an offset on, `length` of them; `nil` where there are fewer.
  func slice(at offset: Int, length: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, length >= 0, count - offset >= length else { return nil }
    return bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + length)]
  }
}

/// How the elements of an array are stored.
enum ElementType: String, Sendable {
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64, float16, float32, float64

  /// Bytes of an element.
  var size: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16, .float16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  /// The elements that some bytes hold; bytes over are passed over.
  func values(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> [Double] {
    func convert<Raw: FixedWidthInteger>(
      _ type: Raw.Type, _ number: (Raw) -> Double
    ) -> [Double] {
      let count = bytes.count / MemoryLayout<Raw>.size
      return bytes.withUnsafeBytes { buffer in
        (0..<count).map { index in
          let raw = buffer.loadUnaligned(
            fromByteOffset: index * MemoryLayout<Raw>.size, as: Raw.self)
          return number(isBigEndian ? Raw(bigEndian: raw) : Raw(littleEndian: raw))
        }
      }
    }
    return switch self {
    case .uint8: convert(UInt8.self) { Double($0) }
    case .int8: convert(Int8.self) { Double($0) }
    case .uint16: convert(UInt16.self) { Double($0) }
    case .int16: convert(Int16.self) { Double($0) }
    case .uint32: convert(UInt32.self) { Double($0) }
    case .int32: convert(Int32.self) { Double($0) }
    case .uint64: convert(UInt64.self) { Double($0) }
    case .int64: convert(Int64.self) { Double($0) }
    case .float16: convert(UInt16.self, halfPrecision)
    case .float32: convert(UInt32.self) { Double(Float(bitPattern: $0)) }
    case .float64: convert(UInt64.self) { Double(bitPattern: $0) }
    }
  }
}

/// The number that the bits of IEEE 754 half precision stand for; macOS on Intel has no Float16.
private func halfPrecision(_ bits: UInt16) -> Double {
  let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
  let exponent = Int(bits >> 10 & 0x1F)
  let fraction = Double(bits & 0x3FF) / 1024
  switch exponent {
  case 0: return sign * fraction * 0x1p-14
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default:
    return sign * (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
  }
}
