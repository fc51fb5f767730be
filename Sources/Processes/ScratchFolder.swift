import Foundation

/// A folder for files of the moment that only this user can read. It is gone after ``remove()``, and
/// when the program ends by a signal.
package struct ScratchFolder: Sendable {
  /// Where it is.
  package let path: String
  private let token: Int

  /// Makes a folder among the system's temporary files.
  ///
  /// - Parameter prefix: how its name begins.
  /// - Throws: ``ProcessError``.
  package init(prefix: String) throws(ProcessError) {
    (path, token) = try SignalWatch.shared.making(
      { () throws(ProcessError) in
        let template = FileManager.default.temporaryDirectory
          .appendingPathComponent("\(prefix)-XXXXXX").path
        var name = template.utf8CString.map { $0 }
        guard mkdtemp(&name) != nil else { throw ProcessError("making \(template)") }
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }, undo: Self.remove)
  }

  /// The path of a file in the folder.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Removes the folder with everything in it.
  package func remove() {
    Self.remove(path)
    SignalWatch.shared.end(token)
  }

  /// Removes a folder into which others may still be writing: a file that is made while it is being
  /// emptied keeps it from going, but once it is gone none can be made.
  private static func remove(_ path: String) {
    for _ in 0..<200 {
      try? FileManager.default.removeItem(atPath: path)
      if access(path, F_OK) != 0 { return }
      usleep(500)
    }
  }
}

/// What the system refused.
package struct ProcessError: Error, CustomStringConvertible {
  /// What was tried, and what the system says.
  package let description: String

  /// Takes the reason from `errno`.
  init(_ attempt: String, code: Int32 = errno) {
    description = "\(attempt): \(String(cString: strerror(code)))"
  }
}
