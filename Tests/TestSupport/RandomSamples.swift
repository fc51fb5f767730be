import Losses

/// Random samples for tests of properties.
package enum RandomSamples {
  /// What the predictions of a sample look like.
  package enum Predictions: CaseIterable {
    case interior, nearBounds, hard
  }

  /// What the truth of a sample looks like.
  package enum Truths: CaseIterable {
    case mixed, empty, full, single, soft
  }

  package static func sample(
    shape: [Int], predictions: Predictions, truths: Truths, using random: inout SeededGenerator
  ) throws -> Sample {
    let grid = try Grid(shape: shape, spacing: shape.map { _ in 0.5 + 1.5 * random.uniform() })
    let prediction = (0..<grid.count).map { _ in probability(predictions, using: &random) }
    return try Sample(
      prediction: ProbabilityMap(prediction, on: grid),
      truth: ProbabilityMap(truth(truths, count: grid.count, using: &random), on: grid),
      seed: random.next())
  }

  private static func probability(
    _ kind: Predictions, using random: inout SeededGenerator
  ) -> Double {
    switch kind {
    case .interior: 0.02 + 0.96 * random.uniform()
    case .nearBounds:
      [0, 1, 1e-9, 1 - 1e-9, 1e-7, 1 - 1e-7, 1e-5, 1 - 1e-5][random.index(below: 8)]
    case .hard: random.uniform() < 0.5 ? 0 : 1
    }
  }

  private static func truth(
    _ kind: Truths, count: Int, using random: inout SeededGenerator
  ) -> [Double] {
    switch kind {
    case .mixed: return (0..<count).map { _ in random.uniform() < 0.4 ? 1 : 0 }
    case .empty: return [Double](repeating: 0, count: count)
    case .full: return [Double](repeating: 1, count: count)
    case .single:
      let foreground = random.index(below: count)
      return (0..<count).map { $0 == foreground ? 1 : 0 }
    case .soft: return (0..<count).map { _ in random.uniform() }
    }
  }
}

extension Sample {
  /// The same sample with a second prediction of random probabilities.
  package func withRandomSecondPrediction(using random: inout SeededGenerator) throws -> Sample {
    let second = (0..<grid.count).map { _ in random.uniform() }
    return try Sample(
      prediction: prediction, truth: truth, image: image,
      secondPrediction: ProbabilityMap(second, on: grid), seed: seed)
  }
}
