import Dispatch
import Losses
import Synchronization
import TestSupport
import Testing

/// Samples with the same truth share what losses derive from it, and nothing else.
@Suite struct TruthCacheTests {
  @Test func valuesAreThoseOfFreshSamples() throws {
    let seed: UInt64 = 66
    var random = SeededGenerator(seed: seed)
    let first = try RandomSamples.sample(
      shape: [23, 19], predictions: .interior, truths: .mixed, using: &random)
    let masks = try (0..<3).map { _ in
      try Mask((0..<first.grid.count).map { _ in random.uniform() < 0.3 }, on: first.grid)
    }
    for entry in Catalogue.standard.entries {
      let loss = try entry.loss()
      var shared = first
      for mask in masks {
        shared.setPrediction(to: mask, confidence: 0.97)
        let map = ProbabilityMap(mask, confidence: 0.97)
        #expect(shared.prediction == map)
        let fresh = try Sample(prediction: map, truth: first.truth, seed: first.seed)
        #expect(
          try loss.value(shared) == loss.value(fresh), "\(entry.id), seed \(seed)")
        #expect(
          try loss.gradient(shared) == loss.gradient(fresh),
          "\(entry.id), seed \(seed)")
      }
    }
  }

  @Test func aCopyKeepsItsPrediction() throws {
    let grid = try Grid(shape: [2, 2])
    let truth = try ProbabilityMap([0, 1, 1, 0], on: grid)
    let original = try Sample(prediction: truth, truth: truth)
    var copy = original
    copy.setPrediction(to: try Mask([true, false, false, false], on: grid), confidence: 1)
    #expect(original.prediction == truth)
    #expect(copy.prediction.values == [1, 0, 0, 0])
    #expect(copy.truth == truth)
  }

  private struct Named: TruthKey {
    typealias Value = Int
    let name: String
  }

  private struct Outer: TruthKey { typealias Value = Int }

  private struct Refusal: Error {}

  private func sample() throws -> Sample {
    let map = try ProbabilityMap([0, 1], on: Grid(shape: [2]))
    return try Sample(prediction: map, truth: map)
  }

  @Test func aSampleForOneLossKeepsNothingForTheNext() throws {
    let calls = Mutex(0)
    func ask(_ sample: Sample) {
      _ = sample.derived(Named(name: "a")) {
        calls.withLock { $0 += 1 }
        return 1
      }
    }
    let first = try sample()
    for _ in 0..<3 { ask(first.forOneLoss()) }
    #expect(calls.withLock { $0 } == 3)
    let many = try Sample(
      prediction: first.prediction, truth: first.truth, servesManyPredictions: true)
    for _ in 0..<3 { ask(many.forOneLoss()) }
    #expect(calls.withLock { $0 } == 4)
  }

  @Test func equalKeysShareAValueAndOthersDoNot() throws {
    let first = try sample()
    let second = try first.replacingPrediction(with: first.truth)
    #expect(first.derived(Named(name: "a")) { 1 } == 1)
    #expect(second.derived(Named(name: "a")) { 2 } == 1)
    #expect(second.derived(Named(name: "b")) { 3 } == 3)
    #expect(try sample().derived(Named(name: "a")) { 4 } == 4)
  }

  @Test func oneValueMayBeMadeOfAnother() throws {
    let sample = try sample()
    let value = sample.derived(Outer()) { 1 + sample.derived(Named(name: "inner")) { 10 } }
    #expect(value == 11)
  }

  @Test func nothingIsKeptOfAFailure() throws {
    let sample = try sample()
    #expect(throws: Refusal.self) {
      try sample.derived(Outer()) { () throws(Refusal) -> Int in throw Refusal() }
    }
    #expect(sample.derived(Outer()) { 5 } == 5)
  }

  @Test func othersWaitWhileOneMakesTheValue() throws {
    let sample = try sample()
    let made = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      _ = sample.derived(Outer()) { made.add(1, ordering: .relaxed).newValue }
    }
    #expect(made.load(ordering: .relaxed) == 1)
  }
}
