import Foundation

/// A folder for files of the moment that only this user can read. It is gone after ``remove()``, and
/// when the program ends by a signal; what a program that was killed has left is removed when the next
/// one makes such a folder.
package struct ScratchFolder: Sendable {
  /// Where it is.
  package let path: String
  private let token: Int
  /// The folder, open and locked as long as it is in use: the lock ends with the process.
  private let lock: Int32

  /// Makes a folder among the system's temporary files.
  ///
  /// - Parameter prefix: how its name begins.
  /// - Throws: ``ProcessError``.
  package init(prefix: String) throws(ProcessError) {
    let parent = FileManager.default.temporaryDirectory.path
    Self.removeStale(prefix: prefix, in: parent)
    let made: (value: (path: String, lock: Int32), token: Int)
    made = try SignalWatch.shared.making(
      { () throws(ProcessError) in try Self.make("\(parent)/\(prefix)-XXXXXX") },
      undo: { Self.remove($0.path) })
    (path, lock, token) = (made.value.path, made.value.lock, made.token)
  }

  private static func make(_ template: String) throws(ProcessError) -> (path: String, lock: Int32) {
    while true {
      var name = template.utf8CString.map { $0 }
      guard mkdtemp(&name) != nil else { throw ProcessError("making \(template)") }
      let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      // Another program may have found it before it was locked, and taken it for one that was left.
      if lock >= 0 { flock(lock, LOCK_EX | LOCK_NB) }
      if access(path, F_OK) == 0 { return (path, lock) }
      if lock >= 0 { close(lock) }
    }
  }

  /// Removes folders of this user that no process has locked any more.
  private static func removeStale(prefix: String, in parent: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix + "-") && name.utf8.count == prefix.utf8.count + 7
    {
      let path = "\(parent)/\(name)"
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      var status = stat()
      if fstat(descriptor, &status) == 0, status.st_uid == geteuid(),
        status.st_mode & 0o777 == 0o700, flock(descriptor, LOCK_EX | LOCK_NB) == 0
      {
        remove(path)
      }
      close(descriptor)
    }
  }

  /// The path of a file in the folder.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Removes the folder with everything in it.
  package func remove() {
    Self.remove(path)
    if lock >= 0 { close(lock) }
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
