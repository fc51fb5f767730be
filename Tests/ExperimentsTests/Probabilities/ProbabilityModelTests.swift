import Experiments
import Foundation
import Losses
import Testing

@Suite struct ProbabilityModelTests {
  /// One map of `Fixtures/probabilities.json`, which SciPy made.
  private struct Case: Decodable {
    let shape: [Int]
    let spacing: [Double]
    let mask: String
    let width: Double
    let floor: Double
    let blur: Double
    let probabilities: [Double]
  }

  /// The prediction of a mask that no path has moved.
  private static func prediction(
    of mask: Mask, _ description: ProbabilityDescription, seed: UInt64 = 0, step: Int = 0
  ) throws -> ProbabilityMap {
    let predictor = try ProbabilityRegistry.standard.predictor(description)
    var map = ProbabilityMap(mask)
    map.update {
      predictor.write(PredictedObject(mask), step: step, seed: seed, scene: "test", into: $0)
    }
    return map
  }

  @Test func sigmoidAndBlurAreThoseOfSciPy() throws {
    let cases = try Fixtures.cases(Case.self, "probabilities.json")
    #expect(cases.count == 40)
    for (number, expected) in cases.enumerated() {
      let grid = try Grid(shape: expected.shape, spacing: expected.spacing)
      var description = ProbabilityDescription(
        "sigmoid", ["width": expected.width, "floor": expected.floor])
      description.blur = expected.blur
      let map = try Self.prediction(
        of: try Mask(expected.mask.map { $0 == "1" }, on: grid), description)
      for (value, wanted) in zip(map.values, expected.probabilities) {
        #expect(abs(value - wanted) <= 1e-12, "case \(number)")
      }
    }
  }

  @Test func twoValuedPredictionsHaveTwoValues() throws {
    let mask = try NamedObject(picture: ["........", "..##....", "..###...", "........"]).mask
    for confidence in [0.5, 0.9, 0.99, 1] {
      let map = try Self.prediction(of: mask, .twoValued(confidence))
      #expect(map.values == mask.elements.map { $0 ? confidence : 1 - confidence })
    }
  }

  @Test func blurKeepsTheMassOfAnObjectAwayFromTheBorder() throws {
    let object = try NamedObject(.disc(radius: 4), on: [40, 40])
    let map = try Self.prediction(
      of: object.mask, ProbabilityDescription(argument: "two-valued:1,blur=2"))
    #expect(abs(map.values.reduce(0, +) - Double(object.mask.foregroundCount)) <= 1e-9)
    #expect(map.values.contains { $0 > 0.2 && $0 < 0.8 })
  }

  /// Far from the boundary a prediction is the floor, however large the grid and the spacing.
  @Test func predictionIsSureAwayFromTheBoundary() throws {
    let grid = try Grid(shape: [60, 60], spacing: [0.25, 0.25])
    let mask = try ObjectShape.disc(radius: 20).mask(on: grid)
    let map = try Self.prediction(of: mask, .standard)
    #expect(abs(map.values[30 * 60 + 30] - (1 - 1e-4)) < 1e-8)
    #expect(abs(map.values[0] - 1e-4) < 1e-8)
    let beside = map.values[30 * 60 + 50]
    #expect(mask.elements[30 * 60 + 50] && beside > 0.5 && beside < 0.7)
  }

  /// Mean, standard deviation and correlations of the noise on the logits.
  @Test(arguments: [0.0, 2, 3])
  func noiseHasItsDeviationAndLength(length: Double) throws {
    let grid = try Grid(shape: [256, 256])
    let mask = try Mask([Bool](repeating: false, count: grid.count), on: grid)
    var description = ProbabilityDescription("sigmoid", ["floor": 0.2])
    (description.noise, description.length) = (1.5, length)
    let map = try Self.prediction(of: mask, description, seed: 3)
    let noise = map.values.map { log($0 / (1 - $0)) - log(0.2 / 0.8) }
    let count = Double(noise.count)
    let mean = noise.reduce(0, +) / count
    // Independent patches of about 2πℓ² elements say how sure the moments are.
    let patches = count / max(1, 2 * .pi * length * length)
    #expect(abs(mean) < 5 * 1.5 / patches.squareRoot())
    let variance = noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    #expect(abs(variance / 2.25 - 1) < 8 / patches.squareRoot())
    for distance in [1, 2, 4] {
      let pairs = (0..<256).flatMap { row in
        (0..<(256 - distance)).map { column in
          noise[row * 256 + column] * noise[row * 256 + column + distance]
        }
      }
      let correlation = pairs.reduce(0, +) / Double(pairs.count) / variance
      let square = Double(distance * distance)
      let expected = length == 0 ? 0 : exp(-square / (2 * length * length))
      #expect(abs(correlation - expected) < 8 / patches.squareRoot(), "distance \(distance)")
    }
  }

  @Test func freshNoiseDiffersFromStepToStepAndFrozenNoiseDoesNot() throws {
    let object = try NamedObject(.disc(radius: 5), on: [24, 24])
    for (text, isFrozen) in [("noise=1,fresh", false), ("noise=1,frozen", true)] {
      let description = try ProbabilityDescription(argument: "sigmoid:\(text)")
      let maps = try [(1, 0), (1, 0), (1, 1), (2, 0)].map { step, seed in
        try Self.prediction(of: object.mask, description, seed: UInt64(seed), step: step)
      }
      #expect(maps[0] == maps[1])
      #expect(maps[0] != maps[2])
      #expect((maps[0] == maps[3]) == isFrozen)
    }
  }

  /// With noise every seed counts, along paths that are not random, too, and each step can be made
  /// alone.
  @Test func noiseMakesEverySceneRandom() throws {
    let object = try NamedObject(.disc(radius: 5), on: [24, 24])
    let predictor = try ProbabilityRegistry.standard.predictor(
      ProbabilityDescription(argument: "two-valued:0.9,noise=1"))
    #expect(predictor.isRandom)
    let scene = try Scene(
      object, along: PathRegistry.standard.path(id: "grow"), steps: 3, seeds: [5, 6],
      predictor: predictor)
    #expect(scene.seeds == [5, 6] && scene.counts.count == 2)
    var maker = scene.predictionMaker()
    let first = maker.prediction(step: 2, run: 1)
    #expect(maker.prediction(step: 2, run: 0) != first)
    #expect(maker.prediction(step: 2, run: 1) == first)
    var sample = try Sample(prediction: first, truth: ProbabilityMap(object.mask))
    maker.setPrediction(of: &sample, step: 1, run: 0)
    maker.setPrediction(of: &sample, step: 2, run: 1)
    #expect(sample.prediction == first)
  }
}
