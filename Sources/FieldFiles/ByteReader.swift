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

  /// The whole number of 32 or 64 bits at an offset, as `Int`; `nil` where it is larger.
  func length<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Int? {
    integer(type, at: offset).flatMap { Int(exactly: $0) }
  }

  /// The single-precision number at an offset.
  func float(at offset: Int) -> Double? {
    integer(UInt32.self, at: offset).map { Double(Float(bitPattern: $0)) }
  }

  /// The double-precision number at an offset.
  func double(at offset: Int) -> Double? {
    integer(UInt64.self, at: offset).map { Double(bitPattern: $0) }
  }

  /// The bytes from an offset on, `length` of them; `nil` where there are fewer.
  func slice(at offset: Int, length: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, length >= 0, count - offset >= length else { return nil }
    return bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + length)]
  }
}
