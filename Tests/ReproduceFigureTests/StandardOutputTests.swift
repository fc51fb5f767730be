import Foundation
import TestSupport
import Testing

/// What cannot be printed is an error with its own exit code, never a success.
@Suite struct StandardOutputTests {
  private static let small = "--grid 40x48 --objects large=disc:9,small=disc:3 --steps 3"

  static let commands = [
    "figure \(small) --output out", "losses", "losses dice", "paths \(small) --output out",
    "config", "export \(small) --output out", "report \(small)",
    "report --html \(small) --output out", "evaluate --truth map.npy --prediction map.npy",
    "evaluate --truth map.npy --prediction map.npy --json", "--help", "--version",
  ]

  private func expectLost(_ command: String, redirection: String) throws {
    try withTemporaryFolder { folder in
      try writeArray(
        [0, 1, 0.5, 0.25, 1, 0], shape: [2, 3], to: folder.appendingPathComponent("map.npy"))
      let outcome = try Program.bash(
        "exec \"$PROGRAM\" \(command) \(redirection)", in: folder,
        environment: ["PROGRAM": Program.executable.path])
      #expect(outcome.status == 74, "\(outcome.errors)")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("standard output"))
    }
  }

  #if os(Linux)
    @Test(arguments: commands) func fullDevice(command: String) throws {
      try expectLost(command, redirection: "> /dev/full")
    }
  #endif

  @Test(arguments: commands) func closedStream(command: String) throws {
    try expectLost(command, redirection: ">&-")
  }

  /// Who cannot be told of an error still gets its exit code.
  @Test(
    arguments: ["2>&-", "2> /dev/full"],
    [("losses nonsense", 64), ("paths \(small) --objects a=disc:3,huge=disc:900 --output out", 0)])
  func errorsThatNobodyHearsAreNoTrap(redirection: String, command: (String, Int)) throws {
    #if !os(Linux)
      guard redirection != "2> /dev/full" else { return }
    #endif
    try withTemporaryFolder { folder in
      let outcome = try Program.bash(
        "exec \"$PROGRAM\" \(command.0) \(redirection)", in: folder,
        environment: ["PROGRAM": Program.executable.path])
      #expect(Int(outcome.status) == command.1)
    }
  }

  /// Without a standard output the first file that is opened would get its number.
  @Test func closedStreamDoesNotReachTheFiles() throws {
    try withTemporaryFolder { folder in
      let commands = """
        "$PROGRAM" \(Self.small) --output whole > /dev/null
        "$PROGRAM" \(Self.small) --output closed >&- || true
        diff -r whole closed
        """
      let outcome = try Program.bash(
        commands, in: folder, environment: ["PROGRAM": Program.executable.path])
      #expect(outcome.status == 0, "\(outcome.output)")
    }
  }
}
