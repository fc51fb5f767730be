import Foundation
import Losses
import Testing

@testable import Experiments

/// The built executable, run as a user would.
enum Program {
  /// What a run printed and how it ended.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// The lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// The folder that the tests were built into, which also holds the executable.
  private static var products: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// The built executable.
  static var executable: URL {
    var executable = products.appendingPathComponent("reproduce-figure")
    // A test bundle of macOS lies three folders deeper than the executable.
    for _ in 0..<3 where !FileManager.default.isExecutableFile(atPath: executable.path) {
      executable = executable.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("reproduce-figure")
    }
    return executable
  }

  /// Runs `reproduce-figure`.
  static func run(_ arguments: [String], in folder: URL? = nil) throws -> Outcome {
    try run(executable, arguments, in: folder)
  }

  /// Starts `reproduce-figure` and does not wait for it; what it prints is thrown away, but for its
  /// errors where a file is named for them.
  static func start(
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
  static func run(_ executable: URL, _ arguments: [String], in folder: URL? = nil) throws -> Outcome
  {
    try withTemporaryFolder { temporary in
      let output = temporary.appendingPathComponent("output")
      let errors = temporary.appendingPathComponent("errors")
      for file in [output, errors] { try Data().write(to: file) }
      let process = Process()
      process.executableURL = executable
      process.arguments = arguments
      process.currentDirectoryURL = folder
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try launch(process)
      process.waitUntilExit()
      try #require(process.terminationReason == .exit, "the program trapped")
      return Outcome(
        status: process.terminationStatus,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }
}

/// Hands out an empty folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("reproduce-figure-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The root of the checkout.
let checkout = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

extension URL {
  /// Names of the files in a folder, sorted; empty where there is no folder.
  var fileNames: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// Writes an array of float64 in NumPy's format, whatever its values.
func writeArray(_ values: [Double], shape: [Int], to url: URL) throws {
  let extents = shape.map { "\($0)," }.joined(separator: " ")
  var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(extents)), }"
  header += String(repeating: " ", count: 127 - 10 - header.utf8.count) + "\n"
  var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
  bytes += Array(header.utf8)
  for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
  try Data(bytes).write(to: url)
}
