import Foundation

/// Writes a file as a whole or not at all.
///
/// The bytes go into a temporary file in the same folder, which then takes the name of `path`: a
/// reader sees the old file or the new one, and a failure leaves nothing behind.
public func writeAtomically(_ bytes: [UInt8], to path: String) throws(OutputError) {
  func failure() -> OutputError {
    .cannotWrite(path: path, reason: String(cString: strerror(errno)))
  }
  let url = URL(fileURLWithPath: path)
  let temporary =
    url.deletingLastPathComponent().path
    + "/.\(url.lastPathComponent).\(UUID().uuidString)"
  let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw failure() }
  guard writeAll(bytes, to: file) else {
    let failure = failure()
    close(file)
    unlink(temporary)
    throw failure
  }
  guard close(file) == 0, rename(temporary, url.path) == 0 else {
    let failure = failure()
    unlink(temporary)
    throw failure
  }
}

/// Writes all bytes to an open file; false leaves the reason in `errno`.
private func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 && errno != EINTR { return false }
      rest = rest.dropFirst(max(0, written))
    }
    return true
  }
}
