import Foundation

/// The bytes of a file.
///
/// - Throws: ``FileError/notReadable(_:reason:)`` or ``FileError/tooLarge(_:what:)``.
package func readFile(at path: String) throws(FileError) -> [UInt8] {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw .notReadable(path, reason: "there is no such file")
  }
  guard !isFolder.boolValue else { throw .notReadable(path, reason: "it is a folder") }
  do {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    // One byte more than allowed tells a file that is too large, even one without a length.
    let data = try handle.read(upToCount: FileLimits.bytes + 1) ?? Data()
    guard data.count <= FileLimits.bytes else {
      throw FileError.tooLarge(path, what: "more than \(FileLimits.bytes) bytes")
    }
    return [UInt8](data)
  } catch let error as FileError {
    throw error
  } catch {
    throw .notReadable(path, reason: (error as NSError).localizedDescription)
  }
}

/// Writes a file whole or not at all: into a temporary file beside it, which then takes its name.
///
/// - Throws: ``FileError/notWritable(_:reason:)``.
public func writeAtomically(_ content: Data, to path: String) throws(FileError) {
  let target = URL(fileURLWithPath: path)
  let temporary = target.deletingLastPathComponent()
    .appendingPathComponent(".\(target.lastPathComponent).\(UUID().uuidString).tmp")
  do {
    try content.write(to: temporary)
    guard rename(temporary.path, target.path) == 0 else {
      let reason = String(cString: strerror(errno))
      try? FileManager.default.removeItem(at: temporary)
      throw FileError.notWritable(path, reason: reason)
    }
  } catch let error as FileError {
    throw error
  } catch {
    try? FileManager.default.removeItem(at: temporary)
    throw .notWritable(path, reason: (error as NSError).localizedDescription)
  }
}

/// Makes a folder and those above it where they are missing.
///
/// - Throws: ``FileError/notWritable(_:reason:)``.
public func makeFolder(at path: String) throws(FileError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw .notWritable(path, reason: (error as NSError).localizedDescription)
  }
}
