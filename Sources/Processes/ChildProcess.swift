import Foundation
import Synchronization

/// A process that a shell starts in a group of its own, with pipes for its standard streams.
///
/// Nothing that is done with it waits longer than it is told to. What it writes on standard error is
/// read along and only its end is kept. One thread may read while another writes. Neither the process nor what it has started, in its group or
/// out of it, outlives ``end(grace:)`` or this program, whatever that ends by.
package final class ChildProcess {
  private let id: pid_t
  private let token: Int
  private let descendants: Descendants
  private let watchdog: Watchdog
  private var input: Int32?
  private let output: Int32
  private let errors: Int32
  private var status: Int32?
  private let tail = Mutex<[UInt8]>([])

  /// Bytes of standard error that are kept.
  private static let tailLength = 2000

  /// How long an answer is looked for before it is waited for.
  private static let impatience = Duration.microseconds(150)

  /// The last bytes that the process wrote on standard error.
  package var standardErrorTail: [UInt8] { tail.withLock { $0 } }

  /// What reading has come to.
  package enum Reading {
    /// What the process wrote next.
    case bytes([UInt8])
    /// The process has closed its standard output.
    case closed
    /// There was nothing in time.
    case timedOut
  }

  /// What writing has come to.
  package enum Writing {
    /// Everything is on its way to the process.
    case done
    /// The process reads no more.
    case closed
    /// The process did not read in time.
    case timedOut
  }

  /// Starts a command.
  ///
  /// - Throws: ``ProcessError``.
  package init(shell command: String) throws(ProcessError) {
    let started: Started
    let descendants = Descendants()
    // One at a time, so that no process inherits the pipes of another.
    (started, token) = try SignalWatch.shared.making(
      { () throws(ProcessError) in try Self.start(command, marked: descendants.mark) },
      undo: {
        Foundation.kill(-$0.id, SIGKILL)
        descendants.end()
      })
    self.descendants = descendants
    id = started.id
    watchdog = started.watchdog
    (input, output, errors) = (started.input, started.output, started.errors)
  }

  /// Sends bytes to the standard input of the process.
  package func write(_ bytes: [UInt8], before deadline: Date) -> Writing {
    guard let input else { return .closed }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { rest in
        withoutSIGPIPE { Foundation.write(input, rest.baseAddress, rest.count) }
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        return .closed
      } else if errno == EAGAIN || errno == EINTR {
        guard wait(for: input, Int16(POLLOUT), before: deadline) else { return .timedOut }
      } else {
        return .closed
      }
    }
    return .done
  }

  /// Tells the process that nothing more is sent.
  package func closeInput() {
    if let input { close(input) }
    input = nil
  }

  /// Reads what the process writes next on its standard output.
  package func read(before deadline: Date) -> Reading {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let start = ContinuousClock.now
    while true {
      let count = Foundation.read(output, &buffer, buffer.count)
      if count > 0 { return .bytes(Array(buffer.prefix(count))) }
      if count == 0 { return .closed }
      guard errno == EAGAIN || errno == EINTR else { return .closed }
      // To be woken up takes about as long as a small answer, for which it is worth looking again.
      if start.duration(to: .now) < Self.impatience {
        sched_yield()
        continue
      }
      guard wait(for: output, Int16(POLLIN), before: deadline) else { return .timedOut }
    }
  }

  /// Ends the process and its group without waiting: who reads finds the end of what it writes.
  package func kill() {
    if status == nil { Foundation.kill(-id, SIGKILL) }
  }

  /// Ends the process and its group, and waits until it is gone.
  ///
  /// - Parameter grace: seconds that it has to end by itself.
  /// - Returns: its status as a shell tells it: 128 and the number of the signal where one ended it.
  @discardableResult
  package func end(grace: Double = 0) -> Int32 {
    if let status { return status }
    let deadline = Date(timeIntervalSinceNow: grace)
    while !hasEnded && deadline.timeIntervalSinceNow > 0 { usleep(1000) }
    readErrors()
    // The number is taken until the leader is waited for, so that nobody else's group is meant. The
    // group outlives its leader where the command has started something in the background.
    Foundation.kill(-id, SIGKILL)
    descendants.end()
    watchdog.end()
    let raw = Self.waitToEnd(id)
    closeInput()
    close(output)
    close(errors)
    SignalWatch.shared.end(token)
    let number = raw & 0x7F
    let status = number == 0 ? (raw >> 8) & 0xFF : 128 + number
    self.status = status
    return status
  }

  /// Whether the process has ended; it is still to be waited for.
  private var hasEnded: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information.si_signo == SIGCHLD
  }

  /// Waits until a stream is ready, and reads standard error along, so that the process never waits
  /// for somebody to do so.
  private func wait(for descriptor: Int32, _ events: Int16, before deadline: Date) -> Bool {
    var isErrorsOpen = true
    while true {
      var states = [
        pollfd(fd: descriptor, events: events, revents: 0),
        pollfd(fd: isErrorsOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
      ]
      let milliseconds = min(max(0, deadline.timeIntervalSinceNow * 1000).rounded(.up), 1e9)
      poll(&states, nfds_t(states.count), Int32(milliseconds))
      if states[1].revents != 0 { isErrorsOpen = readErrors() }
      if states[0].revents != 0 { return true }
      // A signal may have interrupted it before its time.
      if deadline.timeIntervalSinceNow <= 0 { return false }
    }
  }

  /// Reads what is there of standard error; whether there may be more later.
  @discardableResult
  private func readErrors() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // A process that floods the stream must not keep us here.
    for _ in 0..<256 {
      let count = Foundation.read(errors, &buffer, buffer.count)
      guard count > 0 else { return count < 0 && errno == EAGAIN }
      tail.withLock { $0 = Array(($0 + buffer.prefix(count)).suffix(Self.tailLength)) }
    }
    return true
  }
}
