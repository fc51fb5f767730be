import Foundation
import Processes

/// The bytes of a file. Pipes and devices are no files: they may never end, or give other bytes each
/// time.
///
/// - Throws: ``FileError/notReadable(_:reason:)`` or ``FileError/tooLarge(_:what:)``.
package func readFile(at path: String) throws(FileError) -> [UInt8] {
  // A pipe without a writer would block the opening; what it is, is only known once it is open.
  let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else { throw .notReadable(path, reason: SystemFailure.reading(path)) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    throw .notReadable(path, reason: SystemFailure.reading(path))
  }
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw .notReadable(path, reason: "it is a folder")
  default:
    throw .notReadable(
      path, reason: "it is a pipe, a socket or a device; copy it into a file first")
  }
  let size = Int(status.st_size)
  guard size <= FileLimits.bytes else {
    throw .tooLarge(path, what: "more than \(FileLimits.bytes) bytes")
  }
  if let refusal = AddressSpace.refusal(of: size) { throw .tooLarge(path, what: refusal) }
  var failure: String?
  let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
    guard let start = buffer.baseAddress else { return }
    while filled < size {
      let count = read(descriptor, start + filled, size - filled)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { failure = SystemFailure.reading(path) }
      // A file that has become shorter ends here.
      guard count > 0 else { return }
      filled += count
    }
  }
  if let failure { throw .notReadable(path, reason: failure) }
  return bytes
}

/// Whether there is a folder.
package func isFolder(at path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether there is a file that can be read to its end: no folder, pipe or device.
package func isRegularFile(at path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Writes a text to standard error. Where that is closed, full or a terminal that has gone there is
/// nobody left to be told.
package func writeToStandardError(_ text: String) {
  _ = Array(text.utf8).withUnsafeBytes {
    write($0, to: STDERR_FILENO, path: "standard error")
  }
}

/// Writes all bytes; says what is wrong where that cannot be.
func write(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
) -> String? {
  var written = 0
  while written < bytes.count {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
    let count = write(descriptor, rest.baseAddress, rest.count)
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { return SystemFailure.writing(path) }
    written += count
  }
  return nil
}

/// Makes a folder and those above it where they are missing.
///
/// - Throws: ``FileError/notWritable(_:reason:)``.
public func makeFolder(at path: String) throws(FileError) {
  var folder = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    folder += part + "/"
    guard mkdir(folder, 0o777) != 0, errno != EEXIST else { continue }
    let reason = SystemFailure.writing(folder)
    guard isFolder(at: folder) else { throw .notWritable(path, reason: reason) }
  }
  guard isFolder(at: path) else {
    throw .notWritable(path, reason: "there is a file of that name; give another name")
  }
}
