import Foundation
import TestSupport
import Testing

/// Every command that README.md and the pages of docs show is run word for word.
///
/// The blocks of a page are run one after the other in one folder, which has the Examples of the
/// checkout in it; `swift run -c release reproduce-figure` and `reproduce-figure` are the program that
/// was just built, and any other command of `swift` is refused. A block that needs more than this has
/// a mark, and ``DocumentCommandTests/elsewhere`` says who runs it.
@Suite struct DocumentCommandTests {
  static let pages: [String] =
    ["README.md"]
    + checkout.appendingPathComponent("docs").fileNames.filter { $0.hasSuffix(".md") }
    .map { "docs/\($0)" }

  /// The marks of blocks that are run elsewhere, and the file that runs them by that name.
  static let elsewhere = [
    "main-job": ".ci/run",
    "test": ".ci/run",
    "custom-loss": ".ci/run",
    "python": ".ci/run",
    "macos": ".github/workflows/ci.yml",
    "add-a-loss": ".ci/recipe",
    "slurm": "Tests/EndToEndTests/ClusterTests.swift",
  ]

  /// Whether `python3` has MONAI, which is too large a package for every test run to install.
  static let hasMONAI = (try? Program.bash("python3 -c 'import monai'"))?.status == 0

  /// The program under the names by which documents call it.
  private func makeCommands(in folder: URL) throws {
    let swift = """
      #!/bin/bash
      case "$*" in
        "run -c release reproduce-figure" | "run -c release reproduce-figure "*)
          shift 4
          exec "\(Program.executable.path)" "$@" ;;
      esac
      echo "no test knows how to run: swift $*" >&2
      exit 99

      """
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("swift")
    try Data(swift.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("reproduce-figure"),
      withDestinationURL: Program.executable)
  }

  @Test(arguments: pages) func everyCommandRuns(page: String) throws {
    let blocks = try Document(page).blocks.filter {
      $0.language == "sh" && Self.elsewhere[$0.mark] == nil
        && ($0.mark != "monai" || Self.hasMONAI)
    }
    try withTemporaryFolder { folder in
      let commands = folder.appendingPathComponent(".commands")
      try makeCommands(in: commands)
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("Examples"),
        withDestinationURL: checkout.appendingPathComponent("Examples"))
      let path = commands.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
      for block in blocks {
        let outcome = try Program.bash(block.text, in: folder, environment: ["PATH": path])
        #expect(outcome.status == 0, "\(block): \(outcome.errors)")
      }
    }
  }

  /// A block that is run elsewhere really is.
  @Test(arguments: elsewhere.keys.sorted()) func everyMarkIsKnownWhereItIsRun(mark: String) throws {
    let file = try #require(Self.elsewhere[mark])
    let text = try String(
      contentsOf: checkout.appendingPathComponent(file), encoding: .utf8)
    #expect(text.contains(mark), "\(file) runs no block named \(mark)")
  }

  /// The pages are not empty of commands, and marks are spelled as they are looked for.
  @Test func commandsAreFound() throws {
    let blocks = try Self.pages.flatMap { try Document($0).blocks }.filter { $0.language == "sh" }
    #expect(blocks.count >= 10)
    for mark in ["main-job", "test", "python", "macos", "add-a-loss", "custom-loss"] {
      #expect(blocks.contains { $0.mark == mark }, "\(mark)")
    }
  }
}
