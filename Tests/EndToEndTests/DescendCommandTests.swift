import Experiments
import Foundation
import Losses
import Studies
import Testing
import TestSupport

/// The descend command, end to end, on a tiny experiment.
@Suite struct DescendCommandTests {
  private static let tiny = """
    losses: [cross-entropy, dice, combo]
    objects: [{name: large, radius: 4}, {name: small, radius: 1}]
    extent: 16
    iterations: 8
    seeds: 2
    learningRates:
      logits: {sgd: [1], adam: [0.01, 0.1]}
      disc: {sgd: [0.1], adam: [0.01, 0.1]}
      network: {sgd: [1], adam: [0.01, 0.1]}
    network: {hiddenChannels: [2], trainingImages: 4, batchSize: 2, heldOutImages: 2}
    """

  private static let outputs = [
    "descend-adam.png", "descend-adam.svg", "descend-curves.csv", "descend-rates-2.png",
    "descend-rates-2.svg", "descend-rates.png", "descend-rates.svg", "descend-sgd.png",
    "descend-sgd.svg", "descend.cells.json",
    "descend.cells.jsonl", "descend.csv", "descend.files.json", "descend.json", "descend.md",
  ]

  private func withConfiguration(_ body: (_ folder: URL, _ arguments: [String]) throws -> Void)
    throws
  {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("tiny.yaml")
      try Data(Self.tiny.utf8).write(to: file)
      try body(folder, ["descend", "--config", file.path])
    }
  }

  @Test func writesEveryOutput() throws {
    try withConfiguration { folder, arguments in
      let output = folder.appendingPathComponent("out")
      let outcome = try Program.run(arguments + ["--output", output.path])
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
      #expect(output.fileNames == Self.outputs)
      #expect(outcome.output.contains("4. Combo trains more stably"))
      let report = try JSONDecoder().decode(
        DescentReport.self, from: Data(contentsOf: output.appendingPathComponent("descend.json")))
      #expect(report.scenes.count == 3 * 2 * 2)
      #expect(report.scenes.allSatisfy { $0.losses.count == 3 })
      let runs = try String(
        contentsOf: output.appendingPathComponent("descend.csv"), encoding: .utf8)
      // Problems, objects, losses, seeds, and three learning rates.
      #expect(runs.split(separator: "\n").count == 1 + 3 * 2 * 3 * 2 * 3)
      let curves = try String(
        contentsOf: output.appendingPathComponent("descend-curves.csv"), encoding: .utf8)
      #expect(curves.split(separator: "\n").count == 1 + 3 * 2 * 2 * 3 * 9)
    }
  }

  @Test func resumesWithTheSameBytes() throws {
    try withConfiguration { folder, arguments in
      let whole = folder.appendingPathComponent("whole")
      let resumed = folder.appendingPathComponent("resumed")
      for output in [whole, resumed] {
        #expect(try Program.run(arguments + ["--output", output.path]).status == 0)
      }
      // As a run leaves it that was stopped after ten cells, in the middle of writing another.
      let cells = resumed.appendingPathComponent("descend.cells.jsonl")
      let lines = try String(contentsOf: cells, encoding: .utf8).split(separator: "\n")
      let torn = lines.prefix(10).joined(separator: "\n") + "\n" + lines[10].prefix(30)
      try Data(torn.utf8).write(to: cells)
      for name in resumed.fileNames where !name.contains("cells") {
        try FileManager.default.removeItem(at: resumed.appendingPathComponent(name))
      }
      #expect(try Program.run(arguments + ["--output", resumed.path]).status == 64)
      #expect(try Program.run(arguments + ["--output", resumed.path, "--resume"]).status == 0)
      #expect(resumed.fileNames == Self.outputs)
      for name in Self.outputs where name != "descend.cells.jsonl" {
        #expect(
          try Data(contentsOf: whole.appendingPathComponent(name))
            == Data(contentsOf: resumed.appendingPathComponent(name)), "\(name)")
      }
    }
  }

  @Test func shardsMergeIntoTheSameBytes() throws {
    try withConfiguration { folder, arguments in
      let whole = folder.appendingPathComponent("whole")
      let merged = folder.appendingPathComponent("merged")
      let shards = (1...3).map { folder.appendingPathComponent("shard-\($0)") }
      #expect(try Program.run(arguments + ["--output", whole.path]).status == 0)
      for (index, shard) in shards.enumerated() {
        let share = ["--shard", "\(index + 1)/3", "--output", shard.path]
        #expect(try Program.run(arguments + share).status == 0)
      }
      let outcome = try Program.run(["merge"] + shards.map(\.path) + ["--output", merged.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      for name in Self.outputs where name != "descend.cells.jsonl" {
        #expect(
          try Data(contentsOf: whole.appendingPathComponent(name))
            == Data(contentsOf: merged.appendingPathComponent(name)), "\(name)")
      }
    }
  }

  @Test(arguments: [
    ["--losses", "dise"], ["--problems", "lines"], ["--optimisers", "rmsprop"],
    ["--learning-rates", "fast"], ["--learning-rates", "-1"], ["--iterations", "0"],
    ["--seeds", "0"], ["--problems", ""], ["--optimisers", ""],
    ["--format", "bmp"], ["--width", "1"],
  ])
  func refusesBadOptionsOnOneLine(options: [String]) throws {
    try withTemporaryFolder { folder in
      let output = folder.appendingPathComponent("out")
      let outcome = try Program.run(["descend", "--output", output.path] + options)
      #expect(outcome.status == 64, "\(options)")
      #expect(outcome.output.isEmpty)
      #expect(output.fileNames.isEmpty, "\(options)")
      #expect(!outcome.errorLines.isEmpty, "\(options)")
    }
  }
}
