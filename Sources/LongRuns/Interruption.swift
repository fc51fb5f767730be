import Processes
import Synchronization

/// Notices Ctrl-C (SIGINT) and SIGTERM from when it is made until ``end()``.
///
/// The first of them is only noted; with the second the process ends, as it would have with the
/// first.
final class Interruption: Sendable {
  private let wasRequested: Note
  private let token: Int

  private final class Note: Sendable {
    let isThere = Atomic(false)
  }

  /// Begins to listen.
  ///
  /// - Parameter action: called once, when the first signal comes.
  init(_ action: @escaping @Sendable () -> Void) {
    let note = Note()
    wasRequested = note
    token = SignalWatch.shared.interrupt {
      note.isThere.store(true, ordering: .relaxed)
      action()
    }
  }

  /// Whether a signal has come.
  var isRequested: Bool { wasRequested.isThere.load(ordering: .relaxed) }

  /// Ends listening; signals do again what they did before.
  func end() { SignalWatch.shared.end(token) }
}
