import Documents
import Foundation
import Losses

/// An array as a file holds it, before it is known what it means.
struct ArrayContent {
  /// Elements along each axis, slowest first.
  var shape: [Int]
  /// Distance between neighbours along each axis, where the file says so.
  var spacing: [Double]?
  /// The elements in row-major order.
  var values: [Double]
  /// The value that means "entirely foreground" where the file holds a picture; 1 otherwise.
  var fullScale = 1.0
}

/// NumPy's format for one array, `.npy` (NumPy enhancement proposal 1).
enum NumPyFile {
  /// What the header says.
  private struct Header {
    let type: ElementType
    let isBigEndian: Bool
    let isFortranOrder: Bool
    let shape: [Int]
    let dataOffset: Int
  }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// - Throws: ``FileError``.
  static func read(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> ArrayContent {
    let header = try header(bytes, path: path)
    let count = try elementCount(header.shape, path: path)
    let length = count * header.type.size
    guard let data = ByteReader(bytes).slice(at: header.dataOffset, length: length) else {
      throw .malformed(
        path, reason: "the data ends after \(bytes.count - header.dataOffset) of \(length) bytes")
    }
    var values = header.type.values(data, isBigEndian: header.isBigEndian)
    if header.isFortranOrder { values = rowMajor(values, shape: header.shape) }
    return ArrayContent(shape: header.shape, values: values)
  }

  private static func header(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> Header {
    let reader = ByteReader(bytes)
    let notNumPy = FileError.malformed(path, reason: "it is not a NumPy array (.npy)")
    guard bytes.starts(with: magic), let version = reader.integer(UInt8.self, at: 6) else {
      throw notNumPy
    }
    guard (1...3).contains(version) else {
      throw .malformed(path, reason: "version \(version) of .npy is not known; expected 1 to 3")
    }
    let start = version == 1 ? 10 : 12
    let length =
      version == 1
      ? reader.integer(UInt16.self, at: 8).map { Int($0) }
      : reader.integer(UInt32.self, at: 8).map { Int($0) }
    guard let length, length <= FileLimits.headerBytes,
      let text = reader.slice(at: start, length: length)
    else { throw .malformed(path, reason: "the header of the array is cut off") }
    let description = String(decoding: text, as: UTF8.self)
    guard let descriptor = quoted("descr", in: description),
      let order = word("fortran_order", in: description),
      let shape = tuple("shape", in: description), ["True", "False"].contains(order)
    else { throw .malformed(path, reason: "the header of the array makes no sense") }
    guard let type = elementType(descriptor) else {
      throw .malformed(
        path,
        reason: "the elements are of type '\(descriptor.prefix(20))'; expected bool, integers or "
          + "real numbers: convert with array.astype(float)")
    }
    return Header(
      type: type, isBigEndian: descriptor.hasPrefix(">"), isFortranOrder: order == "True",
      shape: shape, dataOffset: start + length)
  }

  private static func elementType(_ descriptor: String) -> ElementType? {
    switch descriptor.drop(while: { "<>|=".contains($0) }) {
    case "b1", "u1": .uint8
    case "i1": .int8
    case "u2": .uint16
    case "i2": .int16
    case "u4": .uint32
    case "i4": .int32
    case "u8": .uint64
    case "i8": .int64
    case "f2": .float16
    case "f4": .float32
    case "f8": .float64
    default: nil
    }
  }

  /// What follows `'key':` in the header, a Python dictionary on one line.
  private static func after(_ key: String, in text: String) -> Substring? {
    guard let range = text.range(of: "'\(key)':") else { return nil }
    return text[range.upperBound...].drop { $0 == " " }
  }

  private static func quoted(_ key: String, in text: String) -> String? {
    guard let rest = after(key, in: text), rest.first == "'" else { return nil }
    return rest.dropFirst().split(separator: "'", omittingEmptySubsequences: false).first
      .map(String.init)
  }

  private static func word(_ key: String, in text: String) -> String? {
    after(key, in: text).map { String($0.prefix { $0.isLetter }) }
  }

  private static func tuple(_ key: String, in text: String) -> [Int]? {
    guard let rest = after(key, in: text), rest.first == "(", let end = rest.firstIndex(of: ")")
    else { return nil }
    let parts = rest[..<end].dropFirst().split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    let extents = parts.compactMap { Int($0) }
    return extents.count == parts.count ? extents : nil
  }

  /// The elements of an array whose first axis is the fastest, with the last axis the fastest.
  private static func rowMajor(_ values: [Double], shape: [Int]) -> [Double] {
    guard shape.count > 1, !values.isEmpty else { return values }
    var result = values
    var coordinates = [Int](repeating: 0, count: shape.count)
    for value in values {
      let index = zip(coordinates, shape).reduce(0) { $0 * $1.1 + $1.0 }
      result[index] = value
      for axis in shape.indices {
        coordinates[axis] += 1
        if coordinates[axis] < shape[axis] { break }
        coordinates[axis] = 0
      }
    }
    return result
  }
}

/// The number of elements of a shape that a file claims.
///
/// - Throws: ``FileError``.
func elementCount(_ shape: [Int], path: String) throws(FileError) -> Int {
  var count = 1
  for extent in shape {
    guard extent >= 0 else { throw .malformed(path, reason: "an extent of the array is negative") }
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard !overflow, product <= FileLimits.elements else {
      throw .tooLarge(
        path, what: "the shape \(shape) has more than \(FileLimits.elements) elements")
    }
    count = product
  }
  return count
}

/// Writes a map as a float64 array in NumPy's format.
///
/// - Throws: ``FileError/notWritable(_:reason:)``.
public func writeNumPy(_ map: ProbabilityMap, to path: String) throws(FileError) {
  try writeAtomically(numPyBytes(map.values, shape: map.grid.shape), to: path)
}

/// Writes a field as a float64 array in NumPy's format.
///
/// - Throws: ``FileError/notWritable(_:reason:)``.
public func writeNumPy(_ field: ScalarField, to path: String) throws(FileError) {
  try writeAtomically(numPyBytes(field.values, shape: field.grid.shape), to: path)
}

/// Version 1.0 of the format, little-endian, row-major, with the data at a multiple of 64 bytes.
private func numPyBytes(_ values: [Double], shape: [Int]) -> Data {
  let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
  var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(extents)), }"
  let unpadded = NumPyFile.magic.count + 4 + header.utf8.count + 1
  header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
  var data = Data(NumPyFile.magic + [1, 0])
  withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
  data.append(contentsOf: header.utf8)
  let raw = values.map(\.bitPattern.littleEndian)
  raw.withUnsafeBytes { data.append(contentsOf: $0) }
  return data
}
