import Losses
import TestSupport
import Testing

/// What losses make for themselves when a sample has no image and no second prediction.
@Suite struct SeededLossTests {
  static let seed: UInt64 = 1903_00348

  private func sample(shape: [Int], seed: UInt64) throws -> Sample {
    var random = SeededGenerator(seed: Self.seed)
    let sample = try RandomSamples.sample(
      shape: shape, predictions: .interior, truths: .mixed, using: &random)
    return try Sample(prediction: sample.prediction, truth: sample.truth, seed: seed)
  }

  private func losses() throws -> [any Loss] {
    try [
      LevelSetLoss(), TransformationConsistencyLoss(),
      TransformationConsistencyLoss(["perturbation": 1]),
      TransformationConsistencyLoss(["perturbation": 2]),
    ]
  }

  @Test(arguments: [[9, 11], [5, 6, 7]])
  func equalSeedsGiveEqualValuesAndOthersDoNot(shape: [Int]) throws {
    for loss in try losses() {
      let values = try [3, 3, 4].map { try loss.value(sample(shape: shape, seed: $0)) }
      let gradients = try [3, 3].map { try loss.gradient(sample(shape: shape, seed: $0)) }
      #expect(values[0] == values[1])
      #expect(values[0] != values[2])
      #expect(gradients[0] == gradients[1])
    }
  }

  @Test func imageIsTheTruthWithNoise() throws {
    let grid = try Grid(shape: [200, 200])
    let truth = try ProbabilityMap((0..<grid.count).map { $0 % 3 == 0 ? 1 : 0 }, on: grid)
    let noise = try zip(
      Sample(prediction: truth, truth: truth, seed: 5).imageValues(), truth.values
    ).map { $0 - $1 }
    let mean = noise.reduce(0, +) / Double(noise.count)
    let variance = noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(noise.count)
    // Five standard errors of mean and standard deviation of 40,000 draws.
    #expect(abs(mean) <= 5 * 0.1 / 200)
    #expect(abs(variance.squareRoot() - 0.1) <= 5 * 0.1 / 283)
  }

  @Test func imageOfTheSampleComesFirst() throws {
    let sample = try sample(shape: [4, 5], seed: 1)
    let image = try ScalarField((0..<20).map { Double($0) }, on: sample.grid)
    let withImage = try Sample(
      prediction: sample.prediction, truth: sample.truth, image: image, seed: 1)
    #expect(withImage.imageValues() == image.values)
    #expect(try LevelSetLoss().value(withImage) != LevelSetLoss().value(sample))
  }

  @Test func noiseHasItsDeviationOnTheLogit() throws {
    let grid = try Grid(shape: [200, 200])
    let map = try ProbabilityMap([Double](repeating: 0.3, count: grid.count), on: grid)
    var random = SeededGenerator(seed: 8)
    let noisy = Perturbation.noise(0.5).apply(to: map, using: &random)
    let logits = noisy.map { Double.log($0 / (1 - $0)) }
    let mean = logits.reduce(0, +) / Double(logits.count)
    let variance = logits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logits.count)
    #expect(abs(mean - Double.log(0.3 / 0.7)) <= 5 * 0.5 / 200)
    #expect(abs(variance.squareRoot() - 0.5) <= 5 * 0.5 / 283)
  }

  @Test func dropoutSetsItsShareToZero() throws {
    let grid = try Grid(shape: [200, 200])
    let map = try ProbabilityMap([Double](repeating: 0.3, count: grid.count), on: grid)
    var random = SeededGenerator(seed: 8)
    let values = Perturbation.dropout(0.1).apply(to: map, using: &random)
    let dropped = values.count { $0 == 0 }
    #expect(values.allSatisfy { $0 == 0 || $0 == 0.3 })
    // Five standard deviations of a binomial count.
    #expect(abs(Double(dropped) - 4000) <= 5 * 60)
  }

  @Test func turnsStayNearAndInRange() throws {
    let grid = try Grid(shape: [3, 30, 30], spacing: [2, 0.7, 1.3])
    let values = (0..<grid.count).map { index in
      let here = grid.coordinates(of: index)
      let y = 0.7 * (Double(here[1]) - 14.5)
      let x = 1.3 * (Double(here[2]) - 14.5)
      return Double.exp(-(y * y + x * x) / 30)
    }
    let map = try ProbabilityMap(values, on: grid)
    for seed in 0..<20 {
      var random = SeededGenerator(seed: UInt64(seed))
      let turned = Perturbation.turn.apply(to: map, using: &random)
      #expect(turned.allSatisfy { (0...1).contains($0) })
      // A smooth object comes back but for the interpolation.
      #expect(zip(turned, map.values).allSatisfy { abs($0 - $1) <= 0.05 }, "seed \(seed)")
      #expect(turned != map.values, "seed \(seed)")
    }
  }

  @Test func gradientHoldsTheSecondPredictionConstant() throws {
    for kind in [0.0, 1, 2] {
      let loss = try TransformationConsistencyLoss(["perturbation": kind, "lambda": 3])
      let sample = try sample(shape: [5, 6], seed: 2)
      let perturbation: Perturbation =
        kind == 0 ? .noise(0.5) : kind == 1 ? .dropout(0.1) : .turn
      let fixed = try Sample(
        prediction: sample.prediction, truth: sample.truth,
        secondPrediction: ProbabilityMap(
          clamping: sample.withSecondPrediction(perturbation) { Array($0) }, on: sample.grid),
        seed: 2)
      #expect(loss.value(sample) == loss.value(fixed))
      let gradient = loss.gradient(sample).values
      let differences = try loss.finiteDifferenceGradient(fixed, step: 1e-6).values
      let scale = gradient.map(abs).max() ?? 0
      #expect(zip(gradient, differences).allSatisfy { abs($0 - $1) <= 1e-5 * scale })
    }
  }
}

extension Perturbation {
  /// The perturbed probabilities.
  fileprivate func apply(
    to map: ProbabilityMap, using random: inout SeededGenerator
  ) -> [Double] {
    var values = [Double](repeating: .nan, count: map.grid.count)
    values.withUnsafeMutableBufferPointer {
      apply(to: map, using: &random, into: $0, ScratchMemory())
    }
    return values
  }
}
