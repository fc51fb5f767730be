import Documents

/// Numbers written as text, in the formats that allow it.
enum TextNumbers {
  /// The elements of a type that a text holds, as bytes, and how those are stored: reals as float64,
  /// whole numbers in 64 bits.
  ///
  /// - Throws: `FileError`.
  static func array(
    _ text: ArraySlice<UInt8>, _ type: ElementType, count: Int, path: String
  ) throws(FileError) -> StoredArray {
    let isReal = !type.isInteger
    var words: [UInt64] = []
    words.reserveCapacity(min(count, text.count))
    let isBlank: (UInt8) -> Bool = { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
    for word in text.lazy.split(whereSeparator: isBlank) {
      guard words.count < count else { break }
      let number = String(decoding: word.prefix(64), as: UTF8.self)
      let bits: UInt64? =
        isReal
        ? Double(number)?.bitPattern
        : Int64(number).map { UInt64(bitPattern: $0) } ?? UInt64(number)
      guard let bits else {
        throw .malformed(path, reason: "'\(number.prefix(20))' among its numbers is none")
      }
      words.append(bits)
    }
    guard words.count == count else {
      throw .malformed(path, reason: "the data ends after \(words.count) of \(count) numbers")
    }
    return StoredArray(
      bytes: words.withUnsafeBytes { Array($0) }, offset: 0,
      type: isReal ? .float64 : type == .uint64 ? .uint64 : .int64,
      isBigEndian: machineIsBigEndian)
  }
}
