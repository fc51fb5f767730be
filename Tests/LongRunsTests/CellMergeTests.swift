import Foundation
import LongRuns
import TestSupport
import Testing

@Suite struct CellMergeTests {
  /// Computes the shards of a task in folders of their own below a folder.
  private func shards(_ task: SquareTask, count: Int, in folder: String) throws -> [String] {
    try (1...count).map { index in
      let own = "\(folder)/shard-\(index)"
      let outcomes = try CellRunner(folder: own, shard: Shard(index: index, of: count)).run(task)
      #expect((outcomes == nil) == (count > 1))
      return own
    }
  }

  @Test(arguments: [1, 2, 3, 7, 40, 50]) func shardsJoinToTheWhole(count: Int) throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let task = SquareTask()
      let folders = try shards(task, count: count, in: folder)
      #expect(task.log.computed == Array(0..<40))
      let joined = "\(folder)/all"
      let merged = try CellMerge.join(
        SquareTask.init(configuration:), from: folders.shuffled(), into: joined)
      #expect(merged.configuration == task.configuration)
      let outcomes = try CellRunner(folder: joined, existing: .resume).run(merged)
      #expect(outcomes?.map(\.square) == (0..<40).map(task.expected))
      #expect(merged.log.computed.isEmpty)
    }
  }

  @Test func aMissingShardIsNamed() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let folders = try shards(SquareTask(10), count: 4, in: folder)
      #expect(throws: CellError.missing(cells: [2, 6], total: 10)) {
        try CellMerge.join(
          SquareTask.init(configuration:), from: [folders[0], folders[1], folders[3]],
          into: folder + "/all")
      }
    }
  }

  @Test func theSameCellTwiceIsOneCellUnlessItDiffers() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let folders = try shards(SquareTask(10), count: 2, in: folder)
      _ = try CellMerge.join(
        SquareTask.init(configuration:), from: folders + folders, into: folder + "/all")
      let files = CellFiles(folder: folders[0], kind: SquareTask.kind)
      let manifest = try #require(
        try CellStore.storedManifest(files, as: SquareTask.Configuration.self))
      let forged = CellLine(cell: 0, outcome: Data(#"{"square":9,"text":"forged"}"#.utf8))
      let copy = folder + "/copy"
      let store = try CellStore(
        CellFiles(folder: copy, kind: SquareTask.kind), manifest, existing: .refuse)
      try store.append(forged)
      store.close()
      #expect(throws: CellError.conflict(cell: 0, folders: [folders[0], copy])) {
        try CellMerge.join(
          SquareTask.init(configuration:), from: folders + [copy], into: folder + "/other")
      }
    }
  }

  @Test func shardsOfAnotherConfigurationAreRefused() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let folders = try shards(SquareTask(10), count: 2, in: folder)
      var other = SquareTask.Configuration(count: 10)
      other.factor = 2
      let stray = folder + "/stray"
      _ = try CellRunner(folder: stray, shard: Shard(index: 2, of: 2))
        .run(SquareTask(configuration: other))
      #expect(
        throws: CellError.differs(
          folder: stray, there: "\"factor\" : 2", here: "\"factor\" : \(1.0 / 3)")
      ) {
        try CellMerge.join(
          SquareTask.init(configuration:), from: [folders[0], stray], into: folder + "/all")
      }
      #expect(throws: CellError.noRun(folder: folder)) {
        try CellMerge.join(
          SquareTask.init(configuration:), from: [folders[0], folder], into: folder + "/all")
      }
    }
  }

  @Test func theKindIsFoundOrAskedFor() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let folders = try shards(SquareTask(4), count: 2, in: folder)
      #expect(try CellMerge.kind(of: folders, wanted: nil) == "square")
      try Data("{}".utf8).write(to: URL(fileURLWithPath: folders[0] + "/round.cells.json"))
      #expect(throws: CellError.severalKinds(folder: folders[0], kinds: ["round", "square"])) {
        try CellMerge.kind(of: folders, wanted: nil)
      }
      #expect(try CellMerge.kind(of: folders, wanted: "square") == "square")
      #expect(throws: CellError.noRun(folder: folders[1])) {
        try CellMerge.kind(of: folders, wanted: "round")
      }
    }
  }

  @Test(arguments: ["", "1", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3", "1/", "/2", "1/100001"])
  func malformedShardsAreRefused(text: String) {
    #expect(throws: CellError.shard(text)) { try Shard(text) }
  }

  @Test func aShardIsReadAsItIsWritten() throws {
    let shard = try Shard("3/8")
    #expect("\(shard)" == "3/8")
    #expect((0..<24).filter(shard.contains) == [2, 10, 18])
  }
}
