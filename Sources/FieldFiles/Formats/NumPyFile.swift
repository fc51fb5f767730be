import Documents
import Foundation
import Losses

/// NumPy's format for one array, `.npy` (NumPy enhancement proposal 1).
enum NumPyFile {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// NumPy's own limit since 2.0.
  private static let mostAxes = 64

  /// - Throws: `FileError`.
  static func read(
    _ source: FileSource, _ bytes: [UInt8], format: FieldFormat = .numPy
  ) throws(FileError) -> FieldFile {
    let reader = ByteReader(bytes[...])
    guard bytes.starts(with: magic), let version = reader.integer(UInt8.self, at: 6) else {
      throw .malformed(source.path, reason: "it is not a NumPy array (.npy)")
    }
    guard (1...3).contains(version) else {
      throw .malformed(
        source.path, reason: "version \(version) of .npy is not known; expected 1 to 3")
    }
    let start = version == 1 ? 10 : 12
    let length =
      version == 1 ? reader.length(UInt16.self, at: 8) : reader.length(UInt32.self, at: 8)
    guard let length, length <= FileLimits.headerBytes,
      let text = reader.slice(at: start, length: length)
    else { throw .malformed(source.path, reason: "the header of the array is cut off") }
    let header = try NumPyHeader(Array(text), path: source.path)
    guard header.shape.count <= mostAxes else {
      throw .malformed(
        source.path,
        reason: "the array has \(header.shape.count) axes; NumPy knows \(mostAxes) at most")
    }
    _ = try elementCount(header.shape, path: source.path)
    let extents = header.shape
    guard !extents.isEmpty else {
      throw .malformed(source.path, reason: "the array has 0 axes; expected 1, 2 or 3")
    }
    // The first axis of Fortran's order is the fastest.
    let axes = [FieldAxis].rowMajor(
      (header.isFortranOrder ? extents.reversed() : extents).map { (.unnamed, $0) })
    return try FieldFile(
      source, format, axes: header.isFortranOrder ? axes.reversed() : axes,
      array: StoredArray(
        bytes: bytes, offset: start + length, type: header.type, isBigEndian: header.isBigEndian))
  }
}

/// How many digits the numbers of an array have.
public enum NumPyPrecision: String, Codable, Sendable {
  case single = "float32"
  case double = "float64"
}

/// Writes a map as an array in NumPy's format.
///
/// - Throws: `FileError.notWritable(_:reason:)`.
public func writeNumPy(
  _ map: ProbabilityMap, to path: String, precision: NumPyPrecision = .double
) throws(FileError) {
  try writeAtomically(
    numPyBytes(map.values, shape: map.grid.shape, precision: precision), to: path)
}

/// Writes a field as a float64 array in NumPy's format.
///
/// - Throws: `FileError.notWritable(_:reason:)`.
public func writeNumPy(_ field: ScalarField, to path: String) throws(FileError) {
  try writeAtomically(numPyBytes(field.values, shape: field.grid.shape), to: path)
}

/// Version 1.0 of the format, little-endian, row-major, with the data at a multiple of 64 bytes.
func numPyBytes(
  _ values: [Double], shape: [Int], precision: NumPyPrecision = .double
) -> Data {
  let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
  let type = precision == .single ? "<f4" : "<f8"
  var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
  let unpadded = NumPyFile.magic.count + 4 + header.utf8.count + 1
  header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
  var data = Data(NumPyFile.magic + [1, 0])
  withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
  data.append(contentsOf: header.utf8)
  switch precision {
  case .single:
    values.map { Float($0).bitPattern.littleEndian }.withUnsafeBytes {
      data.append(contentsOf: $0)
    }
  case .double:
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
  }
  return data
}
