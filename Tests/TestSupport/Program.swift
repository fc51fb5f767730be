import Foundation

/// The built executable, run as a user would.
package enum Program {
  /// What a run printed and how it ended.
  package struct Outcome {
    /// The exit code.
    package let status: Int32
    /// Standard output.
    package let output: String
    /// Standard error.
    package let errors: String

    /// The lines on standard error.
    package var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// A process ended by a signal, not by itself.
  package struct Trap: Error {
    /// The number of the signal.
    package let signal: Int32
    /// What it had written on standard error.
    package let errors: String
  }

  /// The folder that the tests were built into, which also holds the executable.
  private static var products: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// The built executable.
  package static var executable: URL {
    var executable = products.appendingPathComponent("reproduce-figure")
    // A test bundle of macOS lies three folders deeper than the executable.
    for _ in 0..<3 where !FileManager.default.isExecutableFile(atPath: executable.path) {
      executable = executable.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("reproduce-figure")
    }
    return executable
  }

  /// Runs `reproduce-figure`.
  ///
  /// - Throws: ``Trap``, or why it could not be started.
  package static func run(_ arguments: [String], in folder: URL? = nil) throws -> Outcome {
    try run(executable, arguments, in: folder)
  }

  /// Starts `reproduce-figure` and does not wait for it; what it prints is thrown away, but for its
  /// errors where a file is named for them.
  package static func start(
    _ arguments: [String], in folder: URL? = nil, errors: URL? = nil
  ) throws -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    if let errors { try Data().write(to: errors) }
    process.standardError = try errors.map { try FileHandle(forWritingTo: $0) } ?? .nullDevice
    try launch(process)
    return process
  }

  /// Starts a process that gets signals: those of the threads that tests run on are blocked, and a
  /// process inherits that.
  private static func launch(_ process: Process) throws {
    var (none, former) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    try process.run()
  }

  /// Runs any executable, its output kept in files so that no pipe can fill up.
  ///
  /// - Throws: ``Trap``, or why it could not be started.
  package static func run(
    _ executable: URL, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String]? = nil
  ) throws -> Outcome {
    try withTemporaryFolder { temporary in
      let output = temporary.appendingPathComponent("output")
      let errors = temporary.appendingPathComponent("errors")
      for file in [output, errors] { try Data().write(to: file) }
      let process = Process()
      process.executableURL = executable
      process.arguments = arguments
      process.currentDirectoryURL = folder
      if let environment { process.environment = environment }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try launch(process)
      process.waitUntilExit()
      let printed = try String(decoding: Data(contentsOf: errors), as: UTF8.self)
      guard process.terminationReason == .exit else {
        throw Trap(signal: process.terminationStatus, errors: printed)
      }
      return Outcome(
        status: process.terminationStatus,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self), errors: printed)
    }
  }

  /// Runs commands in bash, which stops at the first that fails.
  ///
  /// - Throws: ``Trap``, or why it could not be started.
  package static func bash(
    _ commands: String, in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    let environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return try run(
      URL(fileURLWithPath: "/bin/bash"), ["-euo", "pipefail", "-c", commands], in: folder,
      environment: environment)
  }
}
