import Foundation

/// Arrays in NumPy's format, with a header of 128 bytes.
enum NumPyFile {
  private static let headerSize = 128

  /// Writes an array.
  ///
  /// - Parameter type: as NumPy names it, for example `<f4`.
  static func write<Value>(
    _ values: [Value], type: String, shape: [Int], to path: String
  ) throws {
    let extents = shape.map(String.init).joined(separator: ", ")
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    // Magic, version 1.0, a length that makes the data start at 128, padding, newline.
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0])
    data.append(contentsOf: header.utf8)
    data.append(contentsOf: [UInt8](repeating: 0x20, count: headerSize - 1 - data.count) + [0x0A])
    values.withUnsafeBytes { data.append(contentsOf: $0) }
    try data.write(to: URL(fileURLWithPath: path))
  }

  /// Reads what ``write(_:type:shape:to:)`` wrote.
  static func read<Value>(_ path: String, count: Int, as type: Value.Type) throws -> [Value] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let size = MemoryLayout<Value>.stride
    guard data.count == headerSize + size * count else {
      throw BenchmarkError("\(path) has another size")
    }
    return data.withUnsafeBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: headerSize + size * $0, as: type) }
    }
  }
}
