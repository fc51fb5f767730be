import Experiments
import Studies
import Foundation
import Losses
import Testing

@Suite struct GradientCurveTests {
  private func sample() throws -> Sample {
    let grid = try Grid(shape: [2, 3])
    return try Sample(
      prediction: ProbabilityMap([0.9, 0.2, 0.4, 0.7, 0.1, 0.3], on: grid),
      truth: ProbabilityMap([1, 1, 0, 0, 0, 1], on: grid))
  }

  @Test(arguments: ["cross-entropy", "focal", "dice", "combo"])
  func normAndCosineAreThoseOfTheDifferences(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let sample = try sample()
    let state = try GradientState(loss: loss, sample: SceneSample(sample))
    let gradient = try loss.finiteDifferenceGradient(sample).values
    let direction = zip(sample.truth.values, sample.prediction.values).map { $0 - $1 }
    func length(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let product = zip(gradient, direction).reduce(0) { $0 - $1.0 * $1.1 }
    #expect(abs(state.probabilities.norm - length(gradient)) < 1e-6 * length(gradient))
    let cosine = try #require(state.probabilities.cosine)
    #expect(abs(cosine - product / length(gradient) / length(direction)) < 1e-6)
    #expect(state.value == (try loss.value(sample)))
  }

  /// With respect to logits, by differences of the loss of σ(z ± h).
  @Test(arguments: ["cross-entropy", "focal", "dice", "combo"])
  func logitsFollowFromDifferencesOfTheLogits(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let sample = try sample()
    let probabilities = sample.prediction.values
    let gradient = try probabilities.indices.map { index in
      let values = try [1e-5, -1e-5].map { change in
        var moved = probabilities
        let logit = log(moved[index] / (1 - moved[index])) + change
        moved[index] = 1 / (1 + exp(-logit))
        let map = try ProbabilityMap(moved, on: sample.grid)
        return try loss.value(sample.replacingPrediction(with: map))
      }
      return (values[0] - values[1]) / 2e-5
    }
    let direction = zip(sample.truth.values, probabilities).map { $0 - $1 }
    func length(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let product = zip(gradient, direction).reduce(0) { $0 - $1.0 * $1.1 }
    let state = try GradientState(loss: loss, sample: SceneSample(sample))
    #expect(abs(state.logits.norm - length(gradient)) < 1e-6 * length(gradient))
    let cosine = try #require(state.logits.cosine)
    #expect(abs(cosine - product / length(gradient) / length(direction)) < 1e-6)
    // Cross-entropy drives logits along g − p itself.
    if id == "cross-entropy" { #expect(abs(cosine - 1) < 1e-12) }
  }

  /// c · Σ p, whose gradient is c at every element.
  private struct LinearLoss: ParameterisedLoss {
    static let specification = LossSpecification(
      id: "linear", name: "Linear", family: .distribution, formula: "c Σ p", source: "",
      edgeCases: "",
      parameters: [
        ParameterSpecification("c", default: 1, in: .closed(-1, 1), "slope")
      ])
    let slope: Double
    init(parameters: LossParameters) { slope = parameters["c"] }
    func value(_ sample: Sample) -> Double { slope * sample.prediction.values.reduce(0, +) }
    func gradient(_ sample: Sample) throws -> ScalarField {
      try ScalarField(sample.prediction.values.map { _ in slope }, on: sample.grid)
    }
  }

  @Test func tinyGradientsKeepTheirDirection() throws {
    let sample = try sample()
    let plain = try GradientState(loss: LinearLoss(), sample: SceneSample(sample))
    let tiny = try GradientState(loss: LinearLoss(["c": 1e-200]), sample: SceneSample(sample))
    #expect(abs(tiny.probabilities.norm / 1e-200 - 6.0.squareRoot()) < 1e-12)
    #expect(tiny.probabilities.cosine == plain.probabilities.cosine)
    let opposite = try GradientState(loss: LinearLoss(["c": -1]), sample: SceneSample(sample))
    #expect(opposite.probabilities.cosine == plain.probabilities.cosine.map { -$0 })
    let none = try GradientState(loss: LinearLoss(["c": 0]), sample: SceneSample(sample))
    #expect(none.probabilities.norm == 0 && none.probabilities.cosine == nil)
    #expect(none.logits.norm == 0 && none.logits.cosine == nil)
  }

  /// A curve that stalls at its last two steps, with the given norms and cosines there.
  private func verdict(
    norms: [Double], cosines: [Double?]
  ) throws -> GradientTrack.Verdict {
    let text = """
      {"norms":[1,1,\(norms[0]),\(norms[1])],
       "cosines":[1,1,\(cosines.map { $0.map { "\($0)" } ?? "null" }.joined(separator: ","))]}
      """
    return try JSONDecoder().decode(GradientTrack.self, from: Data(text.utf8))
      .verdict(at: [2, 3])
  }

  @Test func theVerdictFollowsFromNormAndCosine() throws {
    #expect(try verdict(norms: [0.5, 0.5], cosines: [0.1, 0.2]) == .pointsToTruth)
    #expect(try verdict(norms: [0.5, 0.5], cosines: [0.1, -0.2]) == .pointsElsewhere)
    #expect(try verdict(norms: [0.5, 0.5], cosines: [0.1, nil]) == .pointsElsewhere)
    #expect(try verdict(norms: [0.5, 1e-9], cosines: [0.1, 0.2]) == .vanishesInPart)
    #expect(try verdict(norms: [0, 1e-9], cosines: [nil, 0.2]) == .vanishes)
  }

  @Test func cellsGoPathByPathObjectByObjectLossByLoss() throws {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [32, 32]
    configuration.steps = 4
    configuration.repeats = 2
    configuration.paths = ["shift", "speckle"]
    configuration.objects = .discs(from: 3, to: 6, count: 2)
    configuration.losses = [
      LossSelection("focal", parameters: ["gamma": [1, 2]]), LossSelection("dice"),
    ]
    let task = try GradientStudy(configuration, registries: .standard)
    let curves = try (0..<task.cellCount).map(task.outcome)
    let expected = ["shift", "speckle"].flatMap { path in
      ["disc-3", "disc-6"].flatMap { object in
        ["focal[gamma=1]", "focal[gamma=2]", "dice"].map { [path, object, $0] }
      }
    }
    #expect(curves.map { [$0.path, $0.object, $0.loss] } == expected)
    let report = Report(try Experiment(configuration, registries: .standard).run())
    for curve in curves {
      let scene = report.scenes.first { $0.path == curve.path && $0.object == curve.object }
      let values = scene?.curves.first { $0.key == curve.loss }?.values
      #expect(curve.values == values)
    }
    #expect(
      curves.flatMap { [$0.probabilities, $0.logits] }.allSatisfy {
        $0.norms.count == 5 && $0.cosines.count == 5
      })
  }
}
