import Foundation
import TestSupport
import Testing

/// The command `audit`.
@Suite struct AuditCommandTests {
  private static let plain = ["least-at-truth", "finite", "soft-labels", "exchange"]

  @Test func oneLossIsAListAndSeveralAreATable() throws {
    try withTemporaryFolder { folder in
      let checks = ["--checks", Self.plain.joined(separator: ","), "--output", folder.path]
      let one = try Program.run(["audit", "dice"] + checks)
      #expect(one.status == 0, "\(one.errors)")
      #expect(one.output.hasPrefix("dice: 2 passed, 1 failed, 1 found, 0 not applicable\n"))
      #expect(one.output.contains("✗  soft-labels"))
      let several = try Program.run(
        ["audit", "dice", "tversky", "--parameter", "tversky.alpha=0.1,0.9"] + checks)
      #expect(several.status == 0, "\(several.errors)")
      for line in ["dice ", "tversky[alpha=0.1] ", "tversky[alpha=0.9] ", "✓ passed"] {
        #expect(several.output.contains("\n\(line)"), "\(line)")
      }
      #expect(
        Set(folder.fileNames).isSuperset(of: [
          "audit.md", "audit.json", "audit.csv", "audit.junit.xml", "audit.cells.jsonl",
        ]))
    }
  }

  @Test func aRequiredCheckThatFailsIsAnError() throws {
    try withTemporaryFolder { folder in
      let arguments = [
        "audit", "dice", "focal", "--checks", Self.plain.joined(separator: ","), "--output",
        folder.path, "--require",
      ]
      let met = try Program.run(arguments + ["finite,exchange"])
      #expect(met.status == 0, "\(met.errors)")
      let unmet = try Program.run(arguments + ["finite,soft-labels"])
      #expect(unmet.status == 1)
      #expect(unmet.errorLines.count == 2)
      #expect(unmet.errors.contains("required, but dice fails soft-labels: "))
      #expect(unmet.errors.contains("required, but focal fails soft-labels: "))
      #expect(folder.fileNames.contains("audit.junit.xml"))
    }
  }

  @Test(arguments: [
    (["audit"], "name losses"), (["audit", "dise"], "did you mean 'dice'"),
    (["audit", "dice", "--require", "finit"], "did you mean 'finite'"),
    (["audit", "dice", "--checks", "finit"], "did you mean 'finite'"),
    (["audit", "dice", "--checks", "finite", "--require", "gradient"], "name it in --checks"),
    (["audit", "dice", "--checks", "finite,finite"], "asked for twice"),
    (["audit", "dice", "dice"], "is there twice"),
    (["audit", "dice", "--parameter", "focal.gamma=1"], "is not among"),
    (["audit", "--external", "mine"], "expected name=command"),
  ])
  func mistakesAreRefusedOnOneLine(arguments: [String], message: String) throws {
    try withTemporaryFolder { folder in
      let output = folder.appendingPathComponent("out")
      let outcome = try Program.run(arguments + ["--output", output.path])
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(output.fileNames.isEmpty)
    }
  }

  @Test func theChecksAreListed() throws {
    let outcome = try Program.run(["audit", "--list"])
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").count == 26)
    #expect(outcome.output.contains("blind-radius "))
  }

  @Test func sharesAreJoined() throws {
    try withTemporaryFolder { folder in
      func output(_ name: String) -> [String] {
        ["--output", folder.appendingPathComponent(name).path]
      }
      let arguments = ["audit", "dice", "focal", "--checks", Self.plain.joined(separator: ",")]
      #expect(try Program.run(arguments + output("whole")).status == 0)
      for share in 1...2 {
        let outcome = try Program.run(arguments + ["--shard", "\(share)/2"] + output("\(share)"))
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let shares = ["1", "2"].map { folder.appendingPathComponent($0).path }
      let merged = try Program.run(["merge"] + shares + output("merged"))
      #expect(merged.status == 0, "\(merged.errors)")
      for name in ["audit.md", "audit.json", "audit.csv", "audit.junit.xml"] {
        let contents = try ["whole", "merged"].map {
          try Data(contentsOf: folder.appendingPathComponent("\($0)/\(name)"))
        }
        #expect(contents[0] == contents[1], "\(name)")
      }
    }
  }
}
