import Documents
import Foundation
import Synchronization

/// Tells on one line of a terminal how far a run has come and how long it will still take.
public final class ProgressReporter: Sendable {
  private struct State: Sendable {
    var finished = 0
    var total = 0
    var computed = 0
    var start = ContinuousClock.now
    var shown: ContinuousClock.Instant?
  }

  private let name: String
  private let unit: String
  private let delay: Duration
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// A reporter that hands its lines to a function.
  ///
  /// - Parameters:
  ///   - name: what is being computed.
  ///   - unit: what is counted.
  ///   - delay: a run that takes no longer says nothing.
  ///   - write: gets texts that overwrite the current line of a terminal.
  public init(
    name: String, unit: String = "cells", after delay: Duration = .zero,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.name = name
    self.unit = unit
    self.delay = delay
    self.write = write
  }

  /// A reporter on standard error; none where that is not a terminal, unless the environment has
  /// `REPRODUCE_FIGURE_PROGRESS=always`, for programs that show it in their own way.
  public static func terminal(
    name: String, unit: String = "cells", after delay: Duration = .zero
  ) -> ProgressReporter? {
    let isWanted = ProcessInfo.processInfo.environment["REPRODUCE_FIGURE_PROGRESS"] == "always"
    guard isWanted || isatty(STDERR_FILENO) == 1 else { return nil }
    return ProgressReporter(
      name: name, unit: unit, after: delay, write: { writeToStandardError($0) })
  }

  /// Starts the clock.
  package func begin(finished: Int, of total: Int) {
    state.withLock { state in
      state = State(finished: finished, total: total)
      show(&state)
    }
  }

  /// One more is finished.
  public func advance() {
    state.withLock { state in
      state.finished += 1
      state.computed += 1
      show(&state)
    }
  }

  /// The user asked to stop.
  func stopping() {
    state.withLock { _ in
      write("\n\(name): stopping when the cells at work are finished; Ctrl-C again stops at once\n")
    }
  }

  /// Leaves the line.
  public func end() {
    state.withLock { state in
      if state.shown != nil { write("\n") }
    }
  }

  /// Shows how far the run has come; a terminal that is written to more than ten times a second would
  /// only flicker.
  private func show(_ state: inout State) {
    let now = ContinuousClock.now
    let isLast = state.finished == state.total
    guard state.start.duration(to: now) >= delay, !isLast || state.shown != nil || delay == .zero
    else { return }
    if let shown = state.shown, !isLast, shown.duration(to: now) < .milliseconds(100) { return }
    state.shown = now
    var text = "\(name): \(state.finished) of \(state.total) \(unit)"
    if state.computed > 0, state.finished < state.total {
      let elapsed = state.start.duration(to: .now)
      let left = elapsed / state.computed * (state.total - state.finished)
      text += ", \(Self.text(left)) left"
    }
    write("\r\u{1B}[K" + text)
  }

  /// A duration in the two largest units that it has.
  static func text(_ duration: Duration) -> String {
    let seconds = Int(duration.components.seconds)
    if seconds >= 3600 { return "\(seconds / 3600) h \(seconds % 3600 / 60) min" }
    if seconds >= 60 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds) s"
  }
}
