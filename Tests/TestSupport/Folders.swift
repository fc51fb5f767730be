import Foundation

/// Hands out an empty folder that is removed afterwards.
package func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("reproduce-figure-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The root of the checkout.
package let checkout = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

extension URL {
  /// Names of the files in a folder, sorted; empty where there is no folder.
  package var fileNames: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// Writes an array of float64 in NumPy's format, whatever its values.
package func writeArray(_ values: [Double], shape: [Int], to url: URL) throws {
  let extents = shape.map { "\($0)," }.joined(separator: " ")
  var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(extents)), }"
  header += String(repeating: " ", count: 127 - 10 - header.utf8.count) + "\n"
  var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
  bytes += Array(header.utf8)
  for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
  try Data(bytes).write(to: url)
}
