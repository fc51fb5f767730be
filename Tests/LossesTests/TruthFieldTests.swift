import Testing

@testable import Losses

/// Samples with the same truth share what losses derive from it, and nothing else.
@Suite struct TruthFieldTests {
  @Test func valuesAreThoseOfFreshSamples() throws {
    let seed: UInt64 = 66
    var random = SeededGenerator(seed: seed)
    let first = try RandomSamples.sample(
      shape: [23, 19], predictions: .interior, truths: .mixed, using: &random)
    let masks = (0..<3).map { _ in
      Mask(unchecked: (0..<first.grid.count).map { _ in random.uniform() < 0.3 }, on: first.grid)
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
}
