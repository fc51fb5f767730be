import Documents
import Foundation

/// Joins the shards of a computation that several processes or machines computed.
public enum CellMerge {
  /// The kind of the runs in folders.
  ///
  /// - Parameters:
  ///   - folders: where the shards are.
  ///   - kind: the one that is wanted; needed only where a folder holds several.
  /// - Throws: ``CellError/noRun(folder:)`` or ``CellError/severalKinds(folder:kinds:)``.
  public static func kind(of folders: [String], wanted kind: String?) throws(CellError) -> String {
    var common = kind
    for folder in folders {
      let kinds = CellFiles.kinds(in: folder)
      guard !kinds.isEmpty, common.map({ kinds.contains($0) }) ?? true else {
        throw .noRun(folder: folder)
      }
      guard common != nil || kinds.count == 1 else {
        throw .severalKinds(folder: folder, kinds: kinds)
      }
      common = common ?? kinds[0]
    }
    return common ?? ""
  }

  /// Joins shards into a folder, as if one process had computed all cells there, and returns the
  /// task that they belong to.
  ///
  /// - Parameters:
  ///   - makeTask: makes the task again from the configuration that a manifest holds.
  ///   - folders: where the shards are; at least one.
  ///   - output: where to join them.
  ///   - existing: what to do with a run that `output` already holds.
  /// - Throws: ``CellError`` unless all shards have one configuration and version, no cell is
  ///   missing, and none is there twice with different outcomes; `FileError`; what is wrong with
  ///   the configuration.
  public static func join<Task: CellTask>(
    _ makeTask: (Task.Configuration) throws -> Task, from folders: [String], into output: String,
    existing: CellRunner.Existing = .refuse
  ) throws -> Task {
    var common: CellManifest<Task.Configuration>?
    var cells: [Int: (line: CellLine, folder: String)] = [:]
    for folder in folders {
      let files = CellFiles(folder: folder, kind: Task.kind)
      guard let manifest = try CellStore.storedManifest(files, as: Task.Configuration.self) else {
        throw CellError.noRun(folder: folder)
      }
      try (common ?? manifest.whole).require(manifest.whole, in: folder)
      common = manifest.whole
      let content = Data(try readFile(at: files.cells))
      for (cell, line) in try CellLine.lines(in: content, of: manifest, file: files.cells).cells {
        if let other = cells[cell], other.line != line {
          throw CellError.conflict(cell: cell, folders: [other.folder, folder])
        }
        cells[cell] = (line, folder)
      }
    }
    guard let common else { throw CellError.noRun(folder: output) }
    let task = try makeTask(common.configuration)
    let current = CellManifest(
      kind: Task.kind, version: programVersion, cellCount: task.cellCount, shard: nil,
      configuration: task.configuration)
    try current.require(common, in: folders[0])
    let missing = (0..<common.cellCount).filter { cells[$0] == nil }
    guard missing.isEmpty else {
      throw CellError.missing(cells: missing, total: common.cellCount)
    }
    let store = try CellStore(
      CellFiles(folder: output, kind: Task.kind), common, existing: existing)
    defer { store.close() }
    try store.append((0..<common.cellCount).compactMap { cells[$0]?.line })
    return task
  }
}
