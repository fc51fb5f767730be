import Documents
import Foundation
import Synchronization

/// Where a folder keeps the cells of a kind of computation.
package struct CellFiles: Sendable {
  /// The folder.
  let folder: String
  /// The kind of computation.
  let kind: String

  package init(folder: String, kind: String) {
    self.folder = folder
    self.kind = kind
  }

  private static let suffix = ".cells.json"

  /// The manifest.
  var manifest: String { "\(folder)/\(kind)\(Self.suffix)" }
  /// The append-only file.
  var cells: String { manifest + "l" }

  /// The kinds of which a folder holds a manifest, in alphabetical order.
  static func kinds(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
  }
}

/// The append-only file of the finished cells of a run, open for this process alone.
package final class CellStore: Sendable {
  private struct State: Sendable {
    let handle: FileHandle
    var cells: [Int: CellLine]
    /// A write failed, so that the last line may be torn; nothing may come after it.
    var isBroken = false
  }

  private let files: CellFiles
  private let seed: UInt32
  private let state: Mutex<State>

  /// Opens or makes the files of a run.
  ///
  /// - Throws: ``CellError`` when the folder holds something that must not be gone on with or
  ///   replaced; `FileError`.
  package init<Configuration>(
    _ files: CellFiles, _ manifest: CellManifest<Configuration>, existing: CellRunner.Existing
  ) throws {
    self.files = files
    seed = try manifest.seed()
    try makeFolder(at: files.folder)
    let handle = try Self.openAlone(files.cells)
    do {
      state = Mutex(State(handle: handle, cells: try Self.begin(handle, files, manifest, existing)))
    } catch {
      Self.close(handle)
      throw error
    }
  }

  /// The cells of a run that goes on, or none of one that begins.
  private static func begin<Configuration>(
    _ handle: FileHandle, _ files: CellFiles, _ manifest: CellManifest<Configuration>,
    _ existing: CellRunner.Existing
  ) throws -> [Int: CellLine] {
    let stored = try storedManifest(files, as: Configuration.self)
    if existing != .restart, let stored {
      if existing == .resume {
        try manifest.require(stored, in: files.folder)
        let (cells, end) = try lines(of: handle, stored, files)
        try truncate(handle, to: end, files)
        return cells
      }
      try requireReplaceable(stored, cells: lines(of: handle, stored, files).cells, files)
    }
    if stored == nil { try requireEmpty(handle, files) }
    // The cells go first: whatever happens between the two, no cell stands beside a manifest that
    // is not its own.
    try truncate(handle, to: 0, files)
    try writeTogether([(manifest.encoded(), files.manifest)])
    return [:]
  }

  /// The finished cells.
  package var cells: [Int: CellLine] { state.withLock { $0.cells } }

  /// Adds a finished cell; when this returns, it is on the disk.
  ///
  /// - Throws: `FileError.notWritable(_:reason:)`.
  package func append(_ line: CellLine) throws { try append([line]) }

  /// Adds finished cells at once.
  ///
  /// - Throws: `FileError.notWritable(_:reason:)`.
  package func append(_ lines: [CellLine]) throws {
    try state.withLock { state in
      guard !state.isBroken else {
        throw FileError.notWritable(files.cells, reason: "an earlier write failed")
      }
      do {
        try state.handle.write(
          contentsOf: lines.reduce(into: Data()) { $0 += $1.encoded(seed: seed) })
        try state.handle.synchronize()
      } catch {
        state.isBroken = true
        throw FileError.notWritable(files.cells, reason: "\(error)")
      }
      for line in lines { state.cells[line.cell] = line }
    }
  }

  /// Closes the file, which frees it for other processes.
  package func close() { state.withLock { Self.close($0.handle) } }

  /// Gives up the lock, too: a process that is just being started has a copy of the descriptor, and the lock
  /// with it, until its program begins.
  private static func close(_ handle: FileHandle) {
    flock(handle.fileDescriptor, LOCK_UN)
    try? handle.close()
  }

  /// The manifest of a folder, where there is one.
  ///
  /// - Throws: `FileError`, or what is wrong with the manifest.
  package static func storedManifest<Configuration>(
    _ files: CellFiles, as type: Configuration.Type
  ) throws -> CellManifest<Configuration>? {
    guard FileManager.default.fileExists(atPath: files.manifest) else { return nil }
    do {
      let manifest = try JSON.value(
        CellManifest<Configuration>.self, from: readFile(at: files.manifest), path: files.manifest)
      guard manifest.kind == files.kind else {
        throw FileError.malformed(
          files.manifest, reason: "it is the manifest of a run of the kind '\(manifest.kind)'")
      }
      guard CellManifest<Configuration>.cellCounts.contains(manifest.cellCount) else {
        throw FileError.malformed(
          files.manifest,
          reason: "cellCount is \(manifest.cellCount); expected a number in 1 to "
            + "\(CellManifest<Configuration>.cellCounts.upperBound)")
      }
      return manifest
    } catch DocumentError.inFile(let path, let reason) {
      throw FileError.malformed(path, reason: reason)
    }
  }

  /// - Throws: ``CellError/unfinished(folder:kind:finished:total:)`` or
  ///   ``CellError/unmerged(folder:kind:shard:)`` unless the run is whole, so that its outputs hold
  ///   everything that its cells do.
  private static func requireReplaceable<Configuration>(
    _ manifest: CellManifest<Configuration>, cells: [Int: CellLine], _ files: CellFiles
  ) throws {
    let total = (0..<manifest.cellCount).count { manifest.covers($0) }
    guard cells.count == total else {
      throw CellError.unfinished(
        folder: files.folder, kind: files.kind, finished: cells.count, total: total)
    }
    if let shard = manifest.shard, shard.count > 1 {
      throw CellError.unmerged(folder: files.folder, kind: files.kind, shard: shard)
    }
  }

  private static func lines<Configuration>(
    of handle: FileHandle, _ manifest: CellManifest<Configuration>, _ files: CellFiles
  ) throws -> (cells: [Int: CellLine], end: Int) {
    let content = try handle.readToEnd() ?? Data()
    return try CellLine.lines(in: content, of: manifest, file: files.cells)
  }

  private static func openAlone(_ path: String) throws -> FileHandle {
    // What a link leads to is not ours, and a pipe without a reader would keep us waiting.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else {
      throw FileError.notWritable(
        path,
        reason: errno == ELOOP
          ? "it is a link to another file; remove the link, or give another --output"
          : String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      Foundation.close(descriptor)
      throw FileError.notWritable(path, reason: "it is a pipe or a device; give another --output")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      // File systems without locks are used as they are.
      if errno == EWOULDBLOCK { throw CellError.inUse(file: path) }
      return handle
    }
    return handle
  }

  /// - Throws: ``CellError/foreign(file:)`` when there are cells, though no manifest.
  private static func requireEmpty(_ handle: FileHandle, _ files: CellFiles) throws {
    var status = stat()
    guard fstat(handle.fileDescriptor, &status) == 0 else {
      throw FileError.notReadable(files.cells, reason: String(cString: strerror(errno)))
    }
    guard status.st_size == 0 else { throw CellError.foreign(file: files.cells) }
  }

  private static func truncate(_ handle: FileHandle, to end: Int, _ files: CellFiles) throws {
    do {
      try handle.truncate(atOffset: UInt64(end))
      try handle.seekToEnd()
    } catch {
      throw FileError.notWritable(files.cells, reason: "\(error)")
    }
  }
}
