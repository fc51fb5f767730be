import Texts
import Dispatch
import Foundation

/// A running process that answers one line with a number for every line that it is given.
///
/// The process is started by the shell. A request is one line on its standard input, an answer one
/// line on its standard output. What it writes on standard error is kept for messages. Neither the
/// process nor what it has started outlives ``end()`` or this program's end by a signal.
final class ExternalProcess {
  /// The loss that the process computes.
  let loss: ExternalLoss
  /// A folder for files that the process is to read; it is removed in the end.
  let folder: URL
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors: FileHandle
  private var signals: [any DispatchSourceSignal] = []
  private var pending: [UInt8] = []
  private var requests = 0

  /// The longest answer that is read; more than that is garbage.
  private static let maximumAnswerLength = 4096
  /// Seconds that a process has to end after the last request.
  private static let grace = 2.0

  /// Starts the command.
  ///
  /// - Throws: ``ExternalLossError/notStarted(loss:reason:)``.
  init(_ loss: ExternalLoss) throws(ExternalLossError) {
    self.loss = loss
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("external-loss-\(UUID().uuidString)")
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", loss.command]
    process.standardInput = input
    process.standardOutput = output
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let log = Self.log(in: folder)
      try Data().write(to: log)
      errors = try FileHandle(forWritingTo: log)
      process.standardError = errors
      try process.run()
      try output.fileHandleForWriting.close()
      try input.fileHandleForReading.close()
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw .notStarted(loss: loss.name, reason: (error as NSError).localizedDescription)
    }
    // Writing to a process that has ended must be an error to report, not the end of this one.
    signal(SIGPIPE, SIG_IGN)
    endWithThisProgram()
  }

  private static func log(in folder: URL) -> URL { folder.appendingPathComponent("errors.log") }

  /// The answer to one request.
  ///
  /// - Throws: ``ExternalLossError``.
  func answer(to request: String) throws(ExternalLossError) -> Double {
    try refuseSurplus()
    requests += 1
    do {
      try input.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
    } catch {
      throw ended()
    }
    let line = try nextLine().trimmingCharacters(in: .whitespaces)
    guard let value = Double(line), value.isFinite else {
      throw .garbage(
        loss: loss.name, answer: Self.excerpt(line), request: requests,
        standardError: standardErrorTail())
    }
    return value
  }

  /// Tells the process that there are no more requests, and refuses what it still answers: a process
  /// that answers more often than it was asked has answered other requests than it seemed to.
  ///
  /// - Throws: ``ExternalLossError/surplus(loss:answer:requests:standardError:)``.
  func finish() throws(ExternalLossError) {
    try? input.fileHandleForWriting.close()
    let deadline = Date(timeIntervalSinceNow: min(loss.timeout, Self.grace))
    while pending.count <= Self.maximumAnswerLength {
      // Its end and its silence are both as they should be.
      guard let chunk = read(before: deadline), !chunk.isEmpty else { break }
      pending += chunk
    }
    try refuseSurplus()
  }

  private func refuseSurplus() throws(ExternalLossError) {
    let rest = String(decoding: pending, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard rest.isEmpty else {
      throw .surplus(
        loss: loss.name, answer: Self.excerpt(rest), requests: requests,
        standardError: standardErrorTail())
    }
  }
}

// MARK: - Reading

extension ExternalProcess {
  private func nextLine() throws(ExternalLossError) -> String {
    let deadline = Date(timeIntervalSinceNow: loss.timeout)
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        return line
      }
      guard pending.count <= Self.maximumAnswerLength else {
        return String(decoding: pending, as: UTF8.self)
      }
      guard let chunk = read(before: deadline) else {
        throw .timedOut(
          loss: loss.name, seconds: loss.timeout, request: requests,
          standardError: standardErrorTail())
      }
      guard !chunk.isEmpty else { throw ended() }
      pending += chunk
    }
  }

  /// What the process writes next: nothing where it has closed its output, `nil` where there was
  /// nothing in time.
  private func read(before deadline: Date) -> [UInt8]? {
    let descriptor = output.fileHandleForReading.fileDescriptor
    while true {
      var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let milliseconds = max(0, deadline.timeIntervalSinceNow * 1000).rounded(.up)
      if poll(&state, 1, Int32(milliseconds)) > 0 { break }
      // A signal may have interrupted it before its time.
      if deadline.timeIntervalSinceNow <= 0 { return nil }
    }
    var buffer = [UInt8](repeating: 0, count: Self.maximumAnswerLength)
    let count = Foundation.read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
  }

  private static func excerpt(_ answer: String) -> String { oneLine(String(answer.prefix(80))) }

  /// The last lines that the process wrote on standard error, joined into one.
  private func standardErrorTail() -> String {
    guard let log = try? FileHandle(forReadingFrom: Self.log(in: folder)) else { return "" }
    defer { try? log.close() }
    let size = (try? log.seekToEnd()) ?? 0
    try? log.seek(toOffset: size - min(size, 2000))
    let tail = (try? log.readToEnd()) ?? Data()
    return String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(3)
      .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " | ")
  }
}

// MARK: - Ending

extension ExternalProcess {
  /// Ends the process and what it has started, and waits until it is gone.
  func end() {
    try? input.fileHandleForWriting.close()
    stop()
    signals.forEach { $0.cancel() }
    Self.endingSignals.forEach { signal($0, SIG_DFL) }
    try? errors.close()
    try? FileManager.default.removeItem(at: folder)
  }

  private static let endingSignals = [SIGINT, SIGTERM, SIGHUP]

  /// The process leads a group of its own, which Ctrl-C and the like do not reach.
  private func endWithThisProgram() {
    let (identifier, folder) = (process.processIdentifier, folder)
    let queue = DispatchQueue(label: "external-loss")
    signals = Self.endingSignals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        kill(-identifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
        signal(number, SIG_DFL)
        kill(getpid(), number)
      }
      source.resume()
      return source
    }
  }

  private func stop() {
    let identifier = process.processIdentifier
    // The group outlives its leader where the command has started something in the background.
    if kill(-identifier, SIGKILL) != 0, process.isRunning { kill(identifier, SIGKILL) }
    process.waitUntilExit()
  }

  private func ended() -> ExternalLossError {
    // A process closes its output shortly before it ends; waiting for that tells its own status.
    let deadline = Date(timeIntervalSinceNow: Self.grace)
    while process.isRunning && deadline.timeIntervalSinceNow > 0 { usleep(1000) }
    stop()
    // As shells do, so that it does not matter whether the shell stands between.
    let status = process.terminationStatus + (process.terminationReason == .exit ? 0 : 128)
    return .ended(
      loss: loss.name, status: status, request: requests, standardError: standardErrorTail())
  }
}
