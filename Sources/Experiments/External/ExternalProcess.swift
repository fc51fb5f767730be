import Foundation

/// A running process that answers one line with a number for every line that it is given.
///
/// The process is started by the shell. A request is one line on its standard input, an answer one
/// line on its standard output. What it writes on standard error is kept for messages.
final class ExternalProcess {
  private let loss: ExternalLoss
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors: FileHandle
  private let errorsURL: URL
  private var pending: [UInt8] = []
  private var requests = 0

  /// The longest answer that is read; more than that is garbage.
  private static let maximumAnswerLength = 4096

  /// Starts the command.
  ///
  /// - Throws: ``ExternalLossError/notStarted(loss:reason:)``.
  init(_ loss: ExternalLoss) throws(ExternalLossError) {
    self.loss = loss
    errorsURL = FileManager.default.temporaryDirectory
      .appendingPathComponent("external-loss-\(UUID().uuidString).log")
    _ = FileManager.default.createFile(atPath: errorsURL.path, contents: nil)
    // Writing to a process that has ended must be an error to report, not the end of this one.
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", loss.command]
    process.standardInput = input
    process.standardOutput = output
    do {
      errors = try FileHandle(forWritingTo: errorsURL)
      process.standardError = errors
      try process.run()
      try output.fileHandleForWriting.close()
      try input.fileHandleForReading.close()
    } catch {
      throw .notStarted(loss: loss.name, reason: "\(error)")
    }
  }

  /// Ends the process and waits until it is gone.
  func end() {
    try? input.fileHandleForWriting.close()
    stop()
    try? errors.close()
    try? FileManager.default.removeItem(at: errorsURL)
  }

  /// The answer to one request.
  ///
  /// - Throws: ``ExternalLossError``.
  func answer(to request: String) throws(ExternalLossError) -> Double {
    requests += 1
    do {
      try input.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
    } catch {
      throw ended()
    }
    let line = try nextLine().trimmingCharacters(in: .whitespaces)
    guard let value = Double(line), value.isFinite else {
      throw .garbage(
        loss: loss.name, answer: String(line.prefix(80)), request: requests,
        standardError: standardErrorTail())
    }
    return value
  }

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
      try readMore(before: deadline)
    }
  }

  private func readMore(before deadline: Date) throws(ExternalLossError) {
    let descriptor = output.fileHandleForReading.fileDescriptor
    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let milliseconds = max(0, deadline.timeIntervalSinceNow * 1000).rounded(.up)
    guard poll(&state, 1, Int32(milliseconds)) > 0 else {
      if deadline.timeIntervalSinceNow > 0 { return }  // Interrupted by a signal.
      throw .timedOut(
        loss: loss.name, seconds: loss.timeout, request: requests,
        standardError: standardErrorTail())
    }
    var buffer = [UInt8](repeating: 0, count: Self.maximumAnswerLength)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { throw ended() }
    pending += buffer[..<count]
  }

  private func stop() {
    let identifier = process.processIdentifier
    if process.isRunning {
      // Where the shell leads a group of its own, what it has started ends with it.
      kill(getpgid(identifier) == identifier ? -identifier : identifier, SIGKILL)
    }
    process.waitUntilExit()
  }

  private func ended() -> ExternalLossError {
    // A process closes its output shortly before it ends; waiting for that tells its own status.
    let deadline = Date(timeIntervalSinceNow: 1)
    while process.isRunning && deadline.timeIntervalSinceNow > 0 { usleep(1000) }
    stop()
    return .ended(
      loss: loss.name, status: process.terminationStatus, request: requests,
      standardError: standardErrorTail())
  }

  /// The last lines that the process wrote on standard error, joined into one.
  private func standardErrorTail() -> String {
    guard let data = try? Data(contentsOf: errorsURL) else { return "" }
    let lines = String(decoding: data.suffix(2000), as: UTF8.self).split(separator: "\n")
    return lines.suffix(3).map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: " | ")
  }
}
