import Documents
import Dispatch
import Foundation
import Synchronization

/// Computes the cells of a task on all cores and keeps each as soon as it is finished.
///
/// The folder gets `KIND.cells.json`, which says what is computed, and `KIND.cells.jsonl`, to which
/// every finished cell is appended and brought to the disk. What was finished when the process
/// ended, whatever the reason, is not computed again when the run is resumed. Outcomes do not depend
/// on the number of threads, nor on the order in which the cells are finished.
public struct CellRunner: Sendable {
  /// What to do with a run that the folder already holds.
  public enum Existing: Hashable, Sendable {
    /// Replace it when it is whole; refuse otherwise.
    case refuse
    /// Go on with it; begin when there is none.
    case resume
    /// Throw it away.
    case restart
  }

  private let folder: String
  private let shard: Shard?
  private let existing: Existing
  private let progress: ProgressReporter?

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - folder: where to keep the cells; made where it is missing.
  ///   - shard: which share of the cells to compute; all of them without one.
  ///   - existing: what to do with a run that the folder already holds.
  ///   - progress: who is told how far the run has come.
  public init(
    folder: String, shard: Shard? = nil, existing: Existing = .refuse,
    progress: ProgressReporter? = nil
  ) {
    self.folder = folder
    self.shard = shard
    self.existing = existing
    self.progress = progress
  }

  /// Computes the cells that are not there yet.
  ///
  /// - Returns: the outcomes of all cells in order; `nil` when the shard is only a part of them.
  /// - Throws: ``CellError``, `FileError` and what the task throws.
  ///   ``CellError/interrupted(folder:finished:total:)`` on Ctrl-C or SIGTERM, after the cells that
  ///   were being computed have been finished and kept; a second signal ends the process at once.
  public func run<Task: CellTask>(_ task: Task) throws -> [Task.Outcome]? {
    let manifest = CellManifest(
      kind: Task.kind, version: programVersion, cellCount: task.cellCount, shard: shard,
      configuration: task.configuration)
    let store = try CellStore(
      CellFiles(folder: folder, kind: Task.kind), manifest, existing: existing)
    defer { store.close() }
    for (cell, line) in store.cells {
      _ = try outcome(line, ofCell: cell, of: task)
    }
    let share = (0..<task.cellCount).filter { manifest.covers($0) }
    try compute(share, of: task, into: store)
    guard share.count == task.cellCount else { return nil }
    // What was just computed is read back as what was kept earlier is, so that a resumed run cannot
    // differ from an uninterrupted one.
    let lines = store.cells
    return try share.compactMap { cell in
      try lines[cell].map { try outcome($0, ofCell: cell, of: task) }
    }
  }

  /// What a line says.
  ///
  /// - Throws: ``CellError/implausible(file:cell:)``.
  private func outcome<Task: CellTask>(
    _ line: CellLine, ofCell cell: Int, of task: Task
  ) throws(CellError) -> Task.Outcome {
    guard let outcome = try? JSONDecoder().decode(Task.Outcome.self, from: line.outcome),
      task.accepts(outcome, ofCell: cell)
    else {
      throw .implausible(file: CellFiles(folder: folder, kind: Task.kind).cells, cell: cell)
    }
    return outcome
  }

  private func compute<Task: CellTask>(
    _ share: [Int], of task: Task, into store: CellStore
  ) throws {
    let finished = store.cells
    let pending = share.filter { finished[$0] == nil }
    let interruption = Interruption { progress?.stopping() }
    defer { interruption.end() }
    let failure = Mutex<(cell: Int, error: any Error)?>(nil)
    progress?.begin(finished: share.count - pending.count, of: share.count)
    DispatchQueue.concurrentPerform(iterations: pending.count) { position in
      guard !interruption.isRequested, failure.withLock({ $0 == nil }) else { return }
      let cell = pending[position]
      do {
        try store.append(CellLine(cell: cell, outcome: JSON.line(task.outcome(ofCell: cell))))
        progress?.advance()
      } catch {
        failure.withLock { if cell < $0?.cell ?? .max { $0 = (cell, error) } }
      }
    }
    progress?.end()
    if let error = failure.withLock({ $0?.error }) { throw error }
    if interruption.isRequested {
      throw CellError.interrupted(
        folder: folder, finished: store.cells.count, total: share.count)
    }
  }
}
