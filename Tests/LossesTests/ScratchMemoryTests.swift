import Dispatch
import Losses
import Synchronization
import TestSupport
import Testing

/// Memory that is borrowed and given back.
@Suite struct ScratchMemoryTests {
  @Test func memoryIsUsedAgain() {
    let scratch = ScratchMemory()
    let first = scratch.withBuffer(of: Double.self, count: 1000) {
      UnsafeMutableRawPointer($0.baseAddress)
    }
    #expect(first != nil)
    for count in [1000, 999, 251] {
      let again = scratch.withBuffer(of: Double.self, count: count) {
        #expect($0.count == count)
        return UnsafeMutableRawPointer($0.baseAddress)
      }
      #expect(again == first)
    }
    // Another type, too.
    let bytes = scratch.withBuffer(of: UInt8.self, count: 8000) {
      UnsafeMutableRawPointer($0.baseAddress)
    }
    #expect(bytes == first)
    #expect(scratch.freeBlocks == [8000])
  }

  @Test func theSmallestBlockThatFitsIsTaken() {
    let scratch = ScratchMemory()
    let buffers = [300, 100, 200].map { scratch.borrow(UInt8.self, count: $0) }
    #expect(scratch.freeBlocks == [])
    for buffer in buffers { scratch.giveBack(buffer) }
    #expect(scratch.freeBlocks == [100, 200, 300])
    scratch.withBuffer(of: UInt8.self, count: 150) { _ in
      #expect(scratch.freeBlocks == [100, 300])
    }
    // Nor is one wasted on what needs less than a quarter of it.
    scratch.withBuffer(of: UInt8.self, count: 10) { _ in
      #expect(scratch.freeBlocks == [100, 200, 300])
    }
    #expect(scratch.freeBlocks == [10, 100, 200, 300])
    // None is large enough: the largest makes room.
    scratch.withBuffer(of: UInt8.self, count: 1000) { _ in
      #expect(scratch.freeBlocks == [10, 100, 200])
    }
    #expect(scratch.freeBlocks == [10, 100, 200, 1000])
    scratch.freeLargest()
    #expect(scratch.freeBlocks == [10, 100, 200])
  }

  @Test func itGoesBackWhereAnErrorIsThrown() {
    let scratch = ScratchMemory()
    #expect(throws: GridError.self) {
      try scratch.withBuffer(of: Double.self, count: 10) {
        (_: UnsafeMutableBufferPointer<Double>) in
        _ = try Grid(shape: [])
      }
    }
    #expect(scratch.freeBlocks == [80])
  }

  /// Each of several borrowers finds in its memory what it alone wrote there.
  @Test func concurrentBorrowersDoNotMeet() {
    let scratch = ScratchMemory()
    let seed: UInt64 = 20_260_3
    let mistakes = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { borrower in
      var random = SeededGenerator(seed: seed, stream: UInt64(borrower))
      for round in 0..<300 {
        let count = 1 + random.index(below: 3000)
        let mark = Double(borrower * 1000 + round)
        scratch.withBuffer(of: Double.self, count: count) { outer in
          outer.initialize(repeating: mark)
          scratch.withBuffer(of: Double.self, count: count / 2) { inner in
            inner.initialize(repeating: -mark)
            if !inner.allSatisfy({ $0 == -mark }) { mistakes.add(1, ordering: .relaxed) }
          }
          if !outer.allSatisfy({ $0 == mark }) { mistakes.add(1, ordering: .relaxed) }
        }
      }
    }
    #expect(mistakes.load(ordering: .relaxed) == 0, "seed \(seed)")
    let sizes = scratch.freeBlocks
    #expect(sizes.count >= 2 && sizes == sizes.sorted())
  }

  /// Losses do not see what others left in the memory they share, whatever the order and threads.
  @Test func lossesThatShareMemoryGiveTheSame() throws {
    let seed: UInt64 = 67
    var random = SeededGenerator(seed: seed)
    let first = try RandomSamples.sample(
      shape: [37, 29], predictions: .interior, truths: .mixed, using: &random)
    let losses = try Catalogue.standard.entries.map { try $0.loss() }
    let samples = try (0..<6).map { _ in
      let values = (0..<first.grid.count).map { _ in random.uniform() }
      return try first.replacingPrediction(with: ProbabilityMap(values, on: first.grid))
    }
    let expected = try samples.map { sample in
      try losses.map { loss in
        let fresh = try Sample(
          prediction: sample.prediction, truth: sample.truth, seed: sample.seed)
        return try (loss.value(fresh), loss.gradient(fresh).values)
      }
    }
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: samples.count) { number in
      for index in losses.indices {
        // Each thread in an order of its own.
        let index = (index * 7 + number * 5) % losses.count
        let found = try? (
          losses[index].value(samples[number]), losses[index].gradient(samples[number]).values
        )
        if found?.0 != expected[number][index].0 || found?.1 != expected[number][index].1 {
          failures.withLock { $0.append(Catalogue.standard.entries[index].id) }
        }
      }
    }
    #expect(failures.withLock { $0 } == [], "seed \(seed)")
  }

  /// After a first step nothing of a field's size is asked of the system again.
  @Test(arguments: [
    "hausdorff-distance-transform", "hausdorff-erosion", "transformation-consistency",
  ])
  func stepsBorrowTheSameMemory(id: String) throws {
    let (kept, count) = try freeBlocks(afterStepsOf: id)
    #expect(kept[0].contains { $0 >= 8 * count }, "seed \(Self.stepSeed)")
    #expect(kept.dropFirst().allSatisfy { $0 == kept[0] }, "seed \(Self.stepSeed)")
  }

  /// Distances of the truth are kept, and are all that this loss needs.
  @Test func stepsOfTheOneSidedLossBorrowNoField() throws {
    let (kept, count) = try freeBlocks(afterStepsOf: "hausdorff-one-sided")
    #expect(!kept[0].contains { $0 >= 8 * count }, "seed \(Self.stepSeed)")
    #expect(kept.dropFirst().allSatisfy { $0 == kept[0] }, "seed \(Self.stepSeed)")
  }

  private static let stepSeed: UInt64 = 68

  /// The blocks that are free after each of four steps, and the number of elements.
  private func freeBlocks(afterStepsOf id: String) throws -> (kept: [[Int]], count: Int) {
    var random = SeededGenerator(seed: Self.stepSeed)
    var sample = try RandomSamples.sample(
      shape: [61, 47], predictions: .interior, truths: .mixed, using: &random)
    let loss = try Catalogue.standard.loss(id: id)
    var kept: [[Int]] = []
    for _ in 0..<4 {
      let mask = try Mask(
        (0..<sample.grid.count).map { _ in random.uniform() < 0.3 }, on: sample.grid)
      sample.setPrediction(to: mask, confidence: 0.97)
      _ = try loss.value(sample)
      kept.append(sample.scratch.freeBlocks)
    }
    return (kept, sample.grid.count)
  }
}
