import Dispatch
import Foundation
import Synchronization

/// The one place where signals that end a program are handled: SIGINT (Ctrl-C), SIGTERM and SIGHUP.
///
/// While somebody asks for it, such a signal is first an interruption, which lets long work come to a
/// good end; a second one, or the first where nobody takes it for an interruption, undoes what must
/// not outlive the program and then ends it, as it would have ended without this. When nobody asks any
/// more, signals do again what they did before, whoever had set that. A signal that the program was
/// told to ignore from the start (`nohup`) stays ignored.
package final class SignalWatch: Sendable {
  /// What signals do belongs to the whole process, and so does the record of it.
  package static let shared = SignalWatch()

  private static let interrupting = [SIGINT, SIGTERM]
  private static let ending = [SIGINT, SIGTERM, SIGHUP]

  private struct State {
    var next = 0
    var interruptions: [Int: @Sendable () -> Void] = [:]
    var undoings: [Int: @Sendable () -> Void] = [:]
    var watched: [Watched] = []
  }

  private struct Watched {
    let number: Int32
    let former: sigaction
    let source: any DispatchSourceSignal
  }

  private let state = Mutex(State())
  // A queue of its own: the shared ones may be busy with work on every core.
  private let queue = DispatchQueue(label: "signals")

  private init() {}

  /// Takes the next SIGINT or SIGTERM for an interruption.
  ///
  /// - Parameter action: called once, when it comes.
  /// - Returns: what to give to ``end(_:)``.
  package func interrupt(_ action: @escaping @Sendable () -> Void) -> Int {
    state.withLock { state in
      add(&state) { $0.interruptions[$1] = action }
    }
  }

  /// Makes something that must not outlive the program. No signal can come between making it and
  /// taking note of it.
  ///
  /// - Parameters:
  ///   - make: makes it; must not call this type.
  ///   - undo: called before the program ends by a signal, and not otherwise.
  /// - Returns: what was made, and what to give to ``end(_:)`` once it has been undone.
  package func making<Value: Sendable, Failure: Error>(
    _ make: () throws(Failure) -> Value, undo: @escaping @Sendable (Value) -> Void
  ) throws(Failure) -> (value: Value, token: Int) {
    // What the closure of a lock throws has no type of its own.
    let result: Result<(value: Value, token: Int), Failure> = state.withLock { state in
      do throws(Failure) {
        let value = try make()
        return .success((value, add(&state) { $0.undoings[$1] = { undo(value) } }))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Ends what ``interrupt(_:)`` or ``making(_:undo:)`` has begun.
  package func end(_ token: Int) {
    state.withLock { state in
      state.interruptions[token] = nil
      state.undoings[token] = nil
      if state.interruptions.isEmpty && state.undoings.isEmpty { stop(&state) }
    }
  }

  private func add(_ state: inout State, _ add: (inout State, Int) -> Void) -> Int {
    if state.watched.isEmpty { start(&state) }
    state.next += 1
    add(&state, state.next)
    return state.next
  }

  private func start(_ state: inout State) {
    for number in Self.ending {
      var former = sigaction()
      sigaction(number, nil, &former)
      if isIgnoring(signal(number, SIG_IGN)) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [unowned self] in received(number) }
      source.resume()
      state.watched.append(Watched(number: number, former: former, source: source))
    }
  }

  private func stop(_ state: inout State) {
    for watched in state.watched {
      watched.source.cancel()
      var former = watched.former
      sigaction(watched.number, &former, nil)
    }
    state.watched = []
  }

  private func received(_ number: Int32) {
    state.withLock { state in
      let interruptions = state.interruptions.values.map { $0 }
      if Self.interrupting.contains(number), !interruptions.isEmpty {
        state.interruptions = [:]
        interruptions.forEach { $0() }
        return
      }
      state.undoings.values.forEach { $0() }
      stop(&state)
      // The lock is held to the end, so that nothing new is begun.
      kill(getpid(), number)
    }
  }
}

/// Whether what `signal` returned is the order to ignore.
private func isIgnoring(_ former: (@convention(c) (Int32) -> Void)?) -> Bool {
  unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
