import Foundation

/// A process that answers ``Request``s: this program or Python with the peers.
final class Worker {
  /// What tables call it.
  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending = Data()

  /// Starts a process.
  ///
  /// - Throws: ``BenchmarkError`` when it cannot be started.
  init(name: String, _ command: [String]) throws {
    self.name = name
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = input
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw BenchmarkError("\(command.joined(separator: " ")) did not start: \(error)")
    }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Sends a request and waits for the answer; a worker that has ended is missing.
  func ask(_ request: Request) throws -> Answer {
    let lost = Answer(missing: "\(name) ended; see its message above")
    guard process.isRunning else { return lost }
    let line = try JSONEncoder().encode(request) + Data([0x0A])
    do {
      try input.fileHandleForWriting.write(contentsOf: line)
    } catch {
      return lost
    }
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        defer { pending = Data(pending[(end + 1)...]) }
        return try JSONDecoder().decode(Answer.self, from: pending[..<end])
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return lost }
      pending.append(more)
    }
  }
}
