import Foundation

/// A file through which arrays pass between two processes, both of which know where in it each lies.
///
/// It is written and read by calls, and not mapped: another process that makes it shorter, or a disk that
/// is full, is then an error and not the end of this one.
package final class ArraysFile: Sendable {
  /// Where it is.
  package let path: String
  private let descriptor: Int32

  /// Makes an empty file that only this user can read.
  ///
  /// - Throws: ``ProcessError``.
  package init(making path: String) throws(ProcessError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ProcessError("making \(path)") }
    self.path = path
  }

  /// Opens a file that another process has made.
  ///
  /// - Throws: ``ProcessError``.
  package init(opening path: String) throws(ProcessError) {
    descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ProcessError("opening \(path)") }
    self.path = path
  }

  deinit { close(descriptor) }

  /// Makes the file longer, with zeros.
  ///
  /// - Parameter length: in bytes; no less than it has.
  /// - Throws: ``ProcessError``.
  package func extend(to length: Int) throws(ProcessError) {
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw ProcessError("writing \(path)") }
  }

  /// Writes the bytes of elements, from a place on.
  ///
  /// - Throws: ``ProcessError``.
  package func write<Element: BitwiseCopyable>(
    _ elements: [Element], at offset: Int
  ) throws(ProcessError) {
    let code = elements.withUnsafeBytes { write($0, at: offset) }
    if let code { throw ProcessError("writing \(path)", code: code) }
  }

  /// Writes the first bytes of a buffer, from a place on.
  ///
  /// - Throws: ``ProcessError``.
  package func write(
    _ size: Int, of buffer: TransferBuffer, at offset: Int
  ) throws(ProcessError) {
    let code = write(UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(size)), at: offset)
    if let code { throw ProcessError("writing \(path)", code: code) }
  }

  /// Writes bytes, from a place on; the code of the system's error where it refuses.
  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32? {
    var done = 0
    while done < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
      if count > 0 { done += count } else if count == 0 || errno != EINTR { return errno }
    }
    return nil
  }

  /// Reads bytes into a buffer, from a place on.
  ///
  /// - Parameters:
  ///   - count: how many elements; where the file does not have them, that is an error.
  ///   - stride: bytes of an element.
  ///   - offset: where they begin, in bytes.
  ///   - buffer: where they go.
  /// - Throws: ``ProcessError``.
  package func read(
    _ count: Int, of stride: Int, at offset: Int, into buffer: TransferBuffer
  ) throws(ProcessError) {
    // Nothing is made room for that the file does not have.
    var status = stat()
    let (size, overflow) = count.multipliedReportingOverflow(by: stride)
    guard count >= 0, offset >= 0, !overflow, fstat(descriptor, &status) == 0,
      size <= Int(status.st_size), offset <= Int(status.st_size) - size
    else { throw ProcessError("reading \(path)", code: ENODATA) }
    buffer.reserve(size)
    var done = 0
    while done < size {
      let count = pread(
        descriptor, buffer.bytes.baseAddress.map { $0 + done }, size - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw ProcessError("reading \(path)", code: count == 0 ? ENODATA : errno)
      }
    }
  }
}
