import Foundation
import TestSupport
import Testing

/// What becomes of outputs that are already there.
@Suite struct OutputFolderTests {
  private static let small =
    "figure --grid 40x64 --objects large=disc:9,small=disc:3 --steps 3 --losses dice,focal"

  private func bash(_ commands: String, in folder: URL) throws -> Program.Outcome {
    try Program.bash(commands, in: folder, environment: ["PROGRAM": Program.executable.path])
  }

  /// Several programs that write into one folder at once leave the outputs of one of them.
  @Test func threeRunsAtOnceLeaveOneSet() throws {
    try withTemporaryFolder { folder in
      let commands = """
        for n in 1 2 3; do
          "$PROGRAM" \(Self.small) --seed $n --path speckle --format svg --output alone-$n
          "$PROGRAM" \(Self.small) --seed $n --path speckle --format svg --output shared &
        done > /dev/null
        wait
        for n in 1 2 3; do diff -rq alone-$n shared > /dev/null && echo same; done || true
        """
      let outcome = try bash(commands, in: folder)
      #expect(outcome.output == "same\n", "\(outcome.errors)")
    }
  }

  @Test func filesOfOtherFormatsAreReplaced() throws {
    try withTemporaryFolder { folder in
      let commands = """
        "$PROGRAM" \(Self.small) --format png,pdf --output out > /dev/null
        "$PROGRAM" \(Self.small) --format svg --output out > /dev/null
        ls out
        """
      let outcome = try bash(commands, in: folder)
      #expect(outcome.errors.isEmpty)
      let names = [
        "curves.csv", "figure-raw.svg", "figure.files.json", "figure.svg", "report.json",
        "report.md",
      ]
      #expect(outcome.output == names.joined(separator: "\n") + "\n")
    }
  }

  /// Results that are under version control are made again with their own options, and with others only
  /// where the folder is named.
  @Test func resultsUnderVersionControlAreNotReplacedInSilence() throws {
    try withTemporaryFolder { folder in
      let commands = """
        git init -q . && git config user.email a@b.c && git config user.name a
        "$PROGRAM" \(Self.small) > /dev/null
        "$PROGRAM" \(Self.small) --steps 4 > /dev/null
        "$PROGRAM" \(Self.small) > /dev/null
        git add results && git commit -qm results
        "$PROGRAM" \(Self.small) > /dev/null
        echo same >&2
        "$PROGRAM" \(Self.small) --steps 4 > /dev/null || echo $? >&2
        git diff --quiet
        "$PROGRAM" \(Self.small) --steps 4 --format svg --output results > /dev/null
        git diff --quiet && exit 1
        git checkout -q . && echo >> results/report.md && git commit -qam changed
        "$PROGRAM" \(Self.small) > /dev/null
        """
      let outcome = try bash(commands, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.errorLines
      try #require(lines.count == 4 && lines[0] == "same" && lines[2] == "73", "\(outcome.errors)")
      for word in ["error", "results", "report.json", "figure.svg", "default options", "--output"] {
        #expect(lines[1].contains(word), "\(lines[1])")
      }
      // Of the same options, only a word.
      for word in ["warning", "results", "report.md", "git restore", "--output"] {
        #expect(lines[3].contains(word), "\(lines[3])")
      }
    }
  }

  /// As those of figures, before the first cell is computed.
  @Test(arguments: [
    "landscape --grid 40x64 --sizes 2 --smallest 3 --largest 9 --repeats 1 --steps 3 --losses dice",
    "paths --grid 40x64 --objects disc=disc:9",
    "report --html --grid 40x64 --objects disc=disc:9 --steps 3 --losses dice",
  ])
  func outputsOfOtherCommandsAreNotReplacedEither(command: String) throws {
    try withTemporaryFolder { folder in
      let commands = """
        git init -q . && git config user.email a@b.c && git config user.name a
        "$PROGRAM" \(command) --path grow > /dev/null
        git add results && git commit -qm results
        "$PROGRAM" \(command) --path shrink > /dev/null || echo $? >&2
        test -z "$(git status --porcelain)"
        """
      let outcome = try bash(commands, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.errorLines.suffix(2)
      #expect(
        lines.last == "73" && lines.first?.contains("version control") == true, "\(outcome.errors)")
    }
  }

  /// Names that would be markup, formulas or orders somewhere are shown, and no more.
  @Test func namesAreOnlyShown() throws {
    try withTemporaryFolder { folder in
      let configuration = """
        grid: {shape: [40, 64]}
        objects:
          - {name: "=cmd|' /C calc'!A0", shape: {kind: disc, radius: 9}}
          - {name: "<img src=x onerror=a()>", shape: {kind: disc, radius: 3}}
        steps: 3
        losses: [dice]
        output: {formats: [svg]}
        """
      try Data(configuration.utf8).write(to: folder.appendingPathComponent("names.yaml"))
      let outcome = try Program.run(["--config", "names.yaml", "--output", "out"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent("out/\(name)"), encoding: .utf8)
      }
      #expect(try !text("curves.csv").split(separator: "\n").contains { $0.hasPrefix("=") })
      let report = try #require(
        try text("report.md").components(separatedBy: "## Configuration").first)
      let html = report.matches(of: #/(^|[^\\`])<img/#)
      #expect(html.isEmpty, "\(html.map(\.output))")
    }
  }
}
