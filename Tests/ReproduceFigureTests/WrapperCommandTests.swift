import Foundation
import TestSupport
import Testing

/// Losses with others inside, and what settings of losses cannot see, on the command line.
@Suite struct WrapperCommandTests {
  private static func figure(_ options: [String], in folder: URL) throws -> Program.Outcome {
    try Program.run(FigureCommandTests.small + options + ["--output", folder.path])
  }

  @Test func aLossIsPutInsideByItsName() throws {
    try withTemporaryFolder { folder in
      let outcome = try Self.figure(
        [
          "--losses", "blob:focal,penalty-generalised-dice:tversky",
          "--parameter", "blob:focal.gamma=1,3", "--parameter", "blob:focal.whole-weight=0.5",
        ], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let table = try String(
        contentsOf: folder.appendingPathComponent("curves.csv"), encoding: .utf8)
      for key in ["blob:focal[gamma=1]", "blob:focal[gamma=3]", "penalty-generalised-dice:tversky"]
      {
        #expect(table.contains(key), "\(key)")
      }
    }
  }

  @Test func aConfigurationNamesItTheSameWay() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("experiment.yaml")
      try Data(
        """
        losses:
          - blob:cross-entropy
          - id: log-hausdorff-distance-transform:tversky
            parameters: {alpha: [0.2, 0.4]}
        """.utf8
      ).write(to: file)
      let outcome = try Self.figure(["--config", file.path], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("blob:cross-entropy"))
      #expect(outcome.output.contains("log-hausdorff-distance-transform:tversky[alpha=0.4]"))
    }
  }

  @Test(arguments: [
    ("dice:focal", "takes no other loss inside"), ("blob:blob", "inside itself"),
    ("blob:focl", "did you mean 'focal'"), ("blob:", "there is no loss ''"),
  ])
  func whatCannotBeInsideIsRefused(name: String, message: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Self.figure(["--losses", name], in: folder)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(folder.fileNames.isEmpty)
    }
  }

  @Test func aLossInsideThatLeavesTheDomainIsRefused() throws {
    try withTemporaryFolder { folder in
      let outcome = try Self.figure(
        ["--losses", "penalty-generalised-dice:weighted-cross-entropy"], in: folder)
      #expect(outcome.status == 65 || outcome.status == 64)
      #expect(outcome.errors.contains("penalty-generalised-dice"), "\(outcome.errors)")
      #expect(folder.fileNames.isEmpty)
    }
  }

  /// The large disc has a radius of 9: three erosions do not reach its skeleton.
  @Test func aSettingThatCannotSeeAnObjectIsSaid() throws {
    try withTemporaryFolder { folder in
      let outcome = try Self.figure(
        ["--losses", "cl-dice", "--parameter", "cl-dice.erosions=3"], in: folder)
      #expect(outcome.status == 0)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("warning: cl-dice on large: erosions=3"))
      let report = try String(
        contentsOf: folder.appendingPathComponent("report.md"), encoding: .utf8)
      #expect(report.contains("## What losses cannot see here"))
      #expect(report.contains("- cl-dice on large: erosions=3"))
    }
  }
}
