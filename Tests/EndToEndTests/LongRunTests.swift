import Foundation
import Testing
import TestSupport

/// Long runs that are killed, stopped, resumed, shared out and merged, with the built executable.
@Suite struct LongRunTests {
  /// A landscape of hundreds of cells, each of which takes a few milliseconds.
  static let landscape = [
    "landscape", "--grid", "96x96", "--smallest", "3", "--largest", "40", "--sizes", "50",
    "--steps", "3", "--path", "slide,shift,grow,shrink,speckle,holes,fragment", "--repeats", "4",
    "--losses", "dice", "--format", "svg",
  ]

  /// The outputs of a landscape in a folder, without the cells that they were made from.
  private func outputs(in folder: URL) throws -> [String: Data] {
    let names = folder.fileNames.filter { !$0.contains(".cells.") }
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: folder.appendingPathComponent($0)))
      })
  }

  /// The whole lines of a file of cells, and the rest.
  private func lines(in folder: URL) throws -> (whole: [Data], rest: Data) {
    let file = folder.appendingPathComponent("landscape.cells.jsonl")
    guard FileManager.default.fileExists(atPath: file.path) else { return ([], Data()) }
    var parts = try Data(contentsOf: file).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let rest = parts.popLast() ?? Data()
    return (parts.map { Data($0) }, Data(rest))
  }

  /// Kills the program again and again while it computes: nothing is lost, nothing is computed
  /// twice, and the outputs are those of a run that nobody disturbed.
  @Test func fiftyKillsLoseNothing() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    try withTemporaryFolder { folder in
      let undisturbed = folder.appendingPathComponent("undisturbed")
      let whole = try Program.run(Self.landscape + ["--output", undisturbed.path])
      try #require(whole.status == 0, "\(whole.errors)")
      let expected = try outputs(in: undisturbed)
      #expect(expected.keys.contains("landscape.csv"))
      let cellCount = try lines(in: undisturbed).whole.count
      var kills = 0
      var round = 0
      // A run that ends before it is killed as often as planned is followed by another.
      while kills < 50 {
        let disturbed = folder.appendingPathComponent("disturbed-\(round)")
        round += 1
        var kept: [Data] = []
        // Only kills before all cells are there count.
        while kills < 50, kept.count < cellCount {
          let killed = try killed(
            Self.landscape + ["--resume", "--output", disturbed.path],
            after: Double(random.next() % 30_000) / 1e6)
          guard killed else { break }
          kills += 1
          let now = try lines(in: disturbed).whole
          // A torn line may have been dropped; what was whole stays as it was.
          try #require(now.count >= kept.count, "seed \(seed), kill \(kills)")
          try #require(Array(now.prefix(kept.count)) == kept, "seed \(seed), kill \(kills)")
          kept = now
        }
        let end = try Program.run(Self.landscape + ["--resume", "--output", disturbed.path])
        try #require(end.status == 0, "\(end.errors), seed \(seed)")
        let (cells, rest) = try lines(in: disturbed)
        #expect(Array(cells.prefix(kept.count)) == kept, "seed \(seed)")
        #expect(rest.isEmpty && cells.count == cellCount && Set(cells).count == cellCount)
        #expect(Set(cells) == Set(try lines(in: undisturbed).whole), "seed \(seed)")
        #expect(try outputs(in: disturbed) == expected, "seed \(seed)")
      }
      #expect(kills == 50)
    }
  }

  /// Starts the program and kills it after a while; false when it ended before.
  private func killed(_ arguments: [String], after seconds: Double) throws -> Bool {
    let process = try Program.start(arguments)
    Thread.sleep(forTimeInterval: seconds)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    if process.terminationReason == .uncaughtSignal {
      try #require(process.terminationStatus == SIGKILL, "the program trapped")
      return true
    }
    try #require(process.terminationStatus == 0)
    return false
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalStopsCleanly(signal: Int32) throws {
    try withTemporaryFolder { folder in
      let arguments = [
        "landscape", "--grid", "200x200", "--smallest", "2", "--largest", "60", "--sizes", "200",
        "--path", "shift", "--losses", "dice", "--format", "svg", "--output", "out",
      ]
      let out = folder.appendingPathComponent("out")
      let errors = folder.appendingPathComponent("errors")
      let process = try Program.start(arguments, in: folder, errors: errors)
      while process.isRunning, try lines(in: out).whole.isEmpty {
        Thread.sleep(forTimeInterval: 0.001)
      }
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit)
      #expect(process.terminationStatus == 130)
      let message = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      #expect(message.split(separator: "\n").count == 1, "\(message)")
      #expect(message.contains("--resume"), "\(message)")
      let (kept, rest) = try lines(in: out)
      #expect(!kept.isEmpty && rest.isEmpty)
      #expect(try outputs(in: out).isEmpty)
      let refused = try Program.run(arguments, in: folder)
      #expect(refused.status == 64 && refused.errorLines.count == 1, "\(refused.errors)")
      let resumed = try Program.run(arguments + ["--resume"], in: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(Array(try lines(in: out).whole.prefix(kept.count)) == kept)
    }
  }

  @Test(arguments: [
    [
      "landscape", "--grid", "64x64", "--largest", "20", "--sizes", "6", "--path",
      "shift,fragment",
    ],
    [
      "robustness", "--grids", "64,128", "--probabilities", "sigmoid", "--probabilities",
      "two-valued:0.9", "--path", "shift,speckle",
    ],
    ["gradients", "--grid", "48x96", "--objects", "large=disc:12,small=disc:3"],
    [
      "agreement", "--grid", "48x48", "--objects", "large=disc:6,small=disc:3", "--path",
      "shift,speckle", "--repeats", "2", "--resamples", "100",
    ],
  ])
  func shardsMergeToTheSameOutputs(command: [String]) throws {
    try withTemporaryFolder { folder in
      let arguments = command + ["--steps", "5", "--format", "svg", "--losses", "dice,focal,combo"]
      let whole = try Program.run(arguments + ["--output", "whole"], in: folder)
      try #require(whole.status == 0, "\(whole.errors)")
      let shards = (1...3).map { "shard-\($0)" }
      for (index, shard) in shards.enumerated() {
        let outcome = try Program.run(
          arguments + ["--shard", "\(index + 1)/3", "--output", shard], in: folder)
        try #require(outcome.status == 0, "\(outcome.errors)")
      }
      let partial = try Program.run(
        ["merge", shards[0], shards[2], "--output", "partial"], in: folder)
      #expect(partial.status == 65 && partial.errorLines.count == 1, "\(partial.errors)")
      #expect(!folder.fileNames.contains("partial"))
      let merged = try Program.run(
        ["merge"] + shards.reversed() + ["--format", "svg", "--output", "merged"], in: folder)
      #expect(merged.status == 0, "\(merged.errors)")
      #expect(merged.output == whole.output)
      let expected = try outputs(in: folder.appendingPathComponent("whole"))
      #expect(expected.count >= 4)
      #expect(try outputs(in: folder.appendingPathComponent("merged")) == expected)
    }
  }

  @Test func nothingIsShownWhereStandardErrorIsNoTerminal() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(
        ["gradients", "--grid", "32x48", "--objects", "a=disc:5", "--steps", "3"], in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
    }
  }
}

/// Random numbers that follow from a seed which a failing test prints.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
