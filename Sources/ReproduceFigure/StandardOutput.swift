import Documents
import Foundation
import Texts

/// The one way to standard output: what cannot be written is an error, not a loss without a word.
enum StandardOutput {
  /// Its name in messages.
  static let name = "standard output"

  /// Writes a text; what would do something to a terminal is shown instead.
  ///
  /// - Throws: ``FileError/notWritable(_:reason:)`` where the disk is full or nobody listens.
  static func write(_ text: String, terminator: String = "\n") throws(FileError) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((printable(text) + terminator).utf8))
    } catch {
      throw .notWritable(name, reason: reason(of: error))
    }
  }

  /// Where a standard stream is closed, the next file that is opened would get its number and what
  /// is printed; a stream that takes nothing gets it instead.
  static func keepNumbersOfStreams() {
    while case let number = open("/dev/null", O_RDONLY), number >= 0 {
      if number > STDERR_FILENO {
        close(number)
        return
      }
    }
  }

  /// What the system says, without what Foundation puts around it.
  private static func reason(of error: any Error) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    guard cause.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(cause.code)))
  }
}
