import Documents
import Foundation
import LongRuns
import TestSupport
import Testing

/// What lies in the output folder is no more believed than any other file, and what is not known to be
/// ours is not touched.
@Suite struct ForeignFileTests {
  private static let every: [CellRunner.Existing] = [.refuse, .resume, .restart]

  @Test(arguments: every) func cellsWithoutTheirManifestAreLeftAlone(
    existing: CellRunner.Existing
  ) throws {
    try withTemporaryFolder { url in
      _ = try CellRunner(folder: url.path).run(SquareTask())
      let cells = url.appendingPathComponent("square.cells.jsonl")
      let content = try Data(contentsOf: cells)
      try FileManager.default.removeItem(at: url.appendingPathComponent("square.cells.json"))
      #expect(throws: CellError.foreign(file: cells.path)) {
        try CellRunner(folder: url.path, existing: existing).run(SquareTask())
      }
      #expect(try Data(contentsOf: cells) == content)
    }
  }

  @Test(arguments: every) func linksAreNotFollowed(existing: CellRunner.Existing) throws {
    try withTemporaryFolder { url in
      let notes = url.appendingPathComponent("notes")
      try Data("mine".utf8).write(to: notes)
      try FileManager.default.createSymbolicLink(
        at: url.appendingPathComponent("square.cells.jsonl"), withDestinationURL: notes)
      #expect(throws: FileError.self) {
        try CellRunner(folder: url.path, existing: existing).run(SquareTask())
      }
      #expect(try Data(contentsOf: notes) == Data("mine".utf8))
    }
  }

  @Test(arguments: [
    ("\"cellCount\" : 40", "\"cellCount\" : -1"), ("\"cellCount\" : 40", "\"cellCount\" : 0"),
    ("\"cellCount\" : 40", "\"cellCount\" : 1000000000000"),
    ("\"kind\" : \"square\"", "\"kind\" : \"cube\""),
    ("\"index\" : 1", "\"index\" : 0"), ("\"count\" : 1,", "\"count\" : 0,"),
    ("\"kind\"", "\"kin\""),
  ])
  func damagedManifestsAreRefused(original: String, damaged: String) throws {
    try withTemporaryFolder { url in
      let shard = try Shard(index: 1, of: 1)
      _ = try CellRunner(folder: url.path, shard: shard).run(SquareTask())
      let manifest = url.appendingPathComponent("square.cells.json")
      let text = try String(contentsOf: manifest, encoding: .utf8)
      #expect(text.contains(original))
      let changed = text.replacingOccurrences(of: original, with: damaged)
      try Data(changed.utf8).write(to: manifest)
      for existing in [CellRunner.Existing.refuse, .resume] {
        #expect {
          try CellRunner(folder: url.path, shard: shard, existing: existing).run(SquareTask())
        } throws: { "\($0)".contains("square.cells.json") }
      }
    }
  }

  /// A line may pass its checks and still say what cannot be.
  @Test func impossibleOutcomesAreRefused() throws {
    try withTemporaryFolder { url in
      var lying = SquareTask()
      lying.lying = 7
      let refusal = CellError.implausible(file: "\(url.path)/square.cells.jsonl", cell: 7)
      #expect(throws: refusal) { try CellRunner(folder: url.path).run(lying) }
      #expect(throws: refusal) {
        try CellRunner(folder: url.path, existing: .resume).run(SquareTask())
      }
    }
  }
}
