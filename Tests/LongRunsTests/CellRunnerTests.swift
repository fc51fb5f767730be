import Documents
import Foundation
import LongRuns
import TestSupport
import Testing

@Suite struct CellRunnerTests {
  @Test func aRunGivesTheOutcomesInOrderAndComputesEachOnce() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let task = SquareTask()
      let outcomes = try #require(try CellRunner(folder: folder).run(task))
      #expect(outcomes.map(\.square) == (0..<40).map(task.expected))
      #expect(task.log.computed == Array(0..<40))
    }
  }

  @Test func resumingComputesOnlyWhatIsMissing() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let failing = SquareTask(failing: 17)
      #expect(throws: SquareTask.Refusal(cell: 17)) { try CellRunner(folder: folder).run(failing) }
      let rest = SquareTask()
      let outcomes = try #require(try CellRunner(folder: folder, existing: .resume).run(rest))
      #expect(outcomes.map(\.square) == (0..<40).map(rest.expected))
      #expect((failing.log.computed + rest.log.computed).sorted() == Array(0..<40))
      let again = SquareTask()
      #expect(try CellRunner(folder: folder, existing: .resume).run(again) == outcomes)
      #expect(again.log.computed.isEmpty)
    }
  }

  @Test func anUnfinishedRunIsNotReplacedUnasked() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      _ = try? CellRunner(folder: folder).run(SquareTask(failing: 39))
      let error = #expect(throws: CellError.self) {
        try CellRunner(folder: folder).run(SquareTask())
      }
      #expect("\(try #require(error))".contains("--resume"))
      let restarted = SquareTask()
      _ = try CellRunner(folder: folder, existing: .restart).run(restarted)
      #expect(restarted.log.computed.count == 40)
      // A whole run has been written out, so that it may be replaced.
      #expect(try CellRunner(folder: folder).run(SquareTask(3))?.count == 3)
    }
  }

  @Test func resumingAnotherRunIsRefusedAndSaysWhatDiffers() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      _ = try CellRunner(folder: folder).run(SquareTask())
      var other = SquareTask.Configuration()
      other.factor = 0.25
      #expect(
        throws: CellError.differs(
          folder: folder, there: "\"factor\" : \(1.0 / 3)", here: "\"factor\" : 0.25")
      ) {
        try CellRunner(folder: folder, existing: .resume).run(SquareTask(configuration: other))
      }
      let manifest = "\(folder)/square.cells.json"
      let text = try String(contentsOfFile: manifest, encoding: .utf8)
        .replacingOccurrences(of: "\"\(programVersion)\"", with: "\"0.0.0-other\"")
      try text.write(toFile: manifest, atomically: true, encoding: .utf8)
      #expect(
        throws: CellError.differs(
          folder: folder, there: "\"version\" : \"0.0.0-other\"",
          here: "\"version\" : \"\(programVersion)\"")
      ) {
        try CellRunner(folder: folder, existing: .resume).run(SquareTask())
      }
    }
  }

  @Test func aTornLastLineIsDroppedWhereverItIsTorn() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let outcomes = try CellRunner(folder: folder).run(SquareTask(6))
      let path = "\(folder)/square.cells.jsonl"
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      for length in 0..<whole.count {
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        let kept = whole.prefix(length).count { $0 == UInt8(ascii: "\n") }
        let task = SquareTask(6)
        #expect(try CellRunner(folder: folder, existing: .resume).run(task) == outcomes)
        #expect(task.log.computed.count == 6 - kept)
      }
      // A last line of the right length whose bytes never reached the disk.
      var zeroed = whole
      zeroed.replaceSubrange((whole.count - 20)..<(whole.count - 1), with: Data(count: 19))
      try zeroed.write(to: URL(fileURLWithPath: path))
      let task = SquareTask(6)
      #expect(try CellRunner(folder: folder, existing: .resume).run(task) == outcomes)
      #expect(task.log.computed.count == 1)
    }
  }

  @Test func aDamagedByteIsFound() throws {
    var random = SystemRandomNumberGenerator()
    try withTemporaryFolder { url in
      let folder = url.path
      _ = try CellRunner(folder: folder).run(SquareTask(6))
      let url = URL(fileURLWithPath: "\(folder)/square.cells.jsonl")
      let whole = try Data(contentsOf: url)
      let lastLine = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
      for _ in 0..<200 {
        let position = Int.random(in: 0..<(lastLine - 1), using: &random)
        let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
        var damaged = whole
        damaged[position] ^= bit
        try damaged.write(to: url)
        #expect(throws: CellError.self, "byte \(position), bit \(bit)") {
          try CellRunner(folder: folder, existing: .resume).run(SquareTask(6))
        }
      }
    }
  }

  @Test func onlyOneProcessWritesAFile() throws {
    try withTemporaryFolder { url in
      let folder = url.path
      let task = SquareTask()
      let manifest = CellManifest(
        kind: SquareTask.kind, version: programVersion, cellCount: 40, shard: nil,
        configuration: task.configuration)
      let store = try CellStore(
        CellFiles(folder: folder, kind: SquareTask.kind), manifest, existing: .refuse)
      #expect(throws: CellError.inUse(file: "\(folder)/square.cells.jsonl")) {
        try CellRunner(folder: folder, existing: .resume).run(task)
      }
      store.close()
      #expect(try CellRunner(folder: folder, existing: .resume).run(task)?.count == 40)
    }
  }

  #if os(Linux)
    /// A process that is just being started has copies of all descriptors until its program begins.
    @Test func theFileIsFreeThoughSomebodyHasACopyOfItsDescriptor() throws {
      try withTemporaryFolder { url in
        let folder = url.path
        func store() throws -> CellStore {
          try CellStore(
            CellFiles(folder: folder, kind: SquareTask.kind),
            CellManifest(
              kind: SquareTask.kind, version: programVersion, cellCount: 40, shard: nil,
              configuration: SquareTask().configuration), existing: .resume)
        }
        let first = try store()
        let path = "\(folder)/square.cells.jsonl"
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let descriptor = try #require(
          descriptors.compactMap { Int32($0) }.first {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))
              == path
          })
        let copy = dup(descriptor)
        defer { close(copy) }
        first.close()
        try store().close()
      }
    }
  #endif
}
