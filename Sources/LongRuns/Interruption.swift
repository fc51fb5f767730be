import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C (SIGINT) and SIGTERM from when it is made until ``end()``.
///
/// The first of them is only noted; with the second the process ends, as it would have with the
/// first.
final class Interruption: Sendable {
  private static let signals = [SIGINT, SIGTERM]
  private let wasRequested: Note
  // Sources may be cancelled on any thread; only their type does not say so.
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

  private final class Note: Sendable {
    let isThere = Atomic(false)
  }

  /// Begins to listen.
  ///
  /// - Parameter action: called once, when the first signal comes.
  init(_ action: @escaping @Sendable () -> Void) {
    let note = Note()
    // A queue of its own: the shared ones may be busy with cells on every core.
    let queue = DispatchQueue(label: "interruption")
    wasRequested = note
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        Self.signals.forEach { signal($0, SIG_DFL) }
        if !note.isThere.exchange(true, ordering: .relaxed) { action() }
      }
      source.resume()
      return source
    }
  }

  /// Whether a signal has come.
  var isRequested: Bool { wasRequested.isThere.load(ordering: .relaxed) }

  /// Ends listening; signals do again what they did before.
  func end() {
    sources.forEach { $0.cancel() }
    Self.signals.forEach { signal($0, SIG_DFL) }
  }
}
