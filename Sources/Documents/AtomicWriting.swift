import Foundation

/// Writes a file whole or not at all: into a temporary file beside it, which then takes its name. What
/// a program that was killed has left of such files is removed.
///
/// - Throws: ``FileError/notWritable(_:reason:)``.
public func writeAtomically(_ content: Data, to path: String) throws(FileError) {
  try StagedFile(content, for: path, isDurable: false).publish()
}

/// Writes several files, which all are on the disk before the first takes its name: where one cannot be
/// written none is.
///
/// - Throws: ``FileError/notWritable(_:reason:)``.
package func writeTogether(_ files: [(content: Data, path: String)]) throws(FileError) {
  var staged: [StagedFile] = []
  do throws(FileError) {
    for file in files {
      staged.append(try StagedFile(file.content, for: file.path, isDurable: true))
    }
    while !staged.isEmpty { try staged.removeFirst().publish() }
  } catch {
    staged.forEach { $0.discard() }
    throw error
  }
}

/// Keeps others who call this from writing into a folder at the same time: one after the other does. It
/// leaves nothing behind. A file system without locks lets everybody in.
package func withFolderLocked<Result>(
  _ folder: String, _ body: () throws -> Result
) rethrows -> Result {
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return try body() }
  defer { close(descriptor) }
  while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
  return try body()
}

/// A file that is whole under a temporary name.
private struct StagedFile {
  private let path: String
  private let target: String
  private let temporary: String
  private let descriptor: Int32

  /// - Parameters:
  ///   - content: what it holds.
  ///   - path: the name that it is to have.
  ///   - isDurable: whether the content must be on the disk before it has that name.
  init(_ content: Data, for path: String, isDurable: Bool) throws(FileError) {
    self.path = path
    let url = URL(fileURLWithPath: path)
    target = url.path
    temporary =
      url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString).tmp").path
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .notWritable(path, reason: SystemFailure.writing(path)) }
    // The lock ends with the process, which tells a file that is being written from one that was left.
    flock(descriptor, LOCK_EX | LOCK_NB)
    Self.removeStale(of: url, but: temporary)
    var failure = content.withUnsafeBytes { write($0, to: descriptor, path: path) }
    if failure == nil && isDurable && fsync(descriptor) != 0 {
      failure = SystemFailure.writing(path)
    }
    // Some file systems tell of a failure when a file is closed; the lock stays with the descriptor.
    if failure == nil && close(dup(descriptor)) != 0 { failure = SystemFailure.writing(path) }
    guard let failure else { return }
    discard()
    throw .notWritable(path, reason: failure)
  }

  /// Gives the file its name.
  func publish() throws(FileError) {
    guard rename(temporary, target) == 0 else {
      let reason = SystemFailure.writing(path)
      discard()
      throw .notWritable(path, reason: reason)
    }
    close(descriptor)
  }

  /// Removes the file.
  func discard() {
    unlink(temporary)
    close(descriptor)
  }

  /// Removes temporary files of a target that no process has locked any more.
  private static func removeStale(of target: URL, but own: String) {
    let folder = target.deletingLastPathComponent()
    let (start, end) = (".\(target.lastPathComponent).", ".tmp")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(start) && name.hasSuffix(end) {
      let path = folder.appendingPathComponent(name).path
      guard path != own,
        UUID(uuidString: String(name.dropFirst(start.count).dropLast(end.count))) != nil
      else { continue }
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
      close(descriptor)
    }
  }
}
