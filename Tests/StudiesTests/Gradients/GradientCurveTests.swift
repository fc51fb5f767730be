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
    let state = try GradientState(loss: loss, sample: sample)
    let gradient = try loss.finiteDifferenceGradient(sample).values
    let direction = zip(sample.truth.values, sample.prediction.values).map { $0 - $1 }
    func length(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let product = zip(gradient, direction).reduce(0) { $0 - $1.0 * $1.1 }
    #expect(abs(state.norm - length(gradient)) < 1e-6 * length(gradient))
    let cosine = try #require(state.cosine)
    #expect(abs(cosine - product / length(gradient) / length(direction)) < 1e-6)
    #expect(state.value == (try loss.value(sample)))
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
    let plain = try GradientState(loss: LinearLoss(), sample: sample)
    let tiny = try GradientState(loss: LinearLoss(["c": 1e-200]), sample: sample)
    #expect(abs(tiny.norm / 1e-200 - 6.0.squareRoot()) < 1e-12)
    #expect(tiny.cosine == plain.cosine)
    let opposite = try GradientState(loss: LinearLoss(["c": -1]), sample: sample)
    #expect(opposite.cosine == plain.cosine.map { -$0 })
    let none = try GradientState(loss: LinearLoss(["c": 0]), sample: sample)
    #expect(none.norm == 0 && none.cosine == nil)
  }

  /// A curve that stalls at its last two steps, with the given norms and cosines there.
  private func curve(norms: [Double], cosines: [Double?]) throws -> GradientCurve {
    let text = """
      {"path":"p","object":"o","loss":"l","label":"L","values":[0,1,1,1],"stalledSteps":[2,3],
       "norms":[1,1,\(norms[0]),\(norms[1])],
       "cosines":[1,1,\(cosines.map { $0.map { "\($0)" } ?? "null" }.joined(separator: ","))]}
      """
    return try JSONDecoder().decode(GradientCurve.self, from: Data(text.utf8))
  }

  @Test func theVerdictFollowsFromNormAndCosine() throws {
    #expect(try curve(norms: [0.5, 0.5], cosines: [0.1, 0.2]).verdict == .pointsToTruth)
    #expect(try curve(norms: [0.5, 0.5], cosines: [0.1, -0.2]).verdict == .pointsElsewhere)
    #expect(try curve(norms: [0.5, 0.5], cosines: [0.1, nil]).verdict == .pointsElsewhere)
    #expect(try curve(norms: [0.5, 1e-9], cosines: [0.1, 0.2]).verdict == .vanishesInPart)
    #expect(try curve(norms: [0, 1e-9], cosines: [nil, 0.2]).verdict == .vanishes)
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
    #expect(curves.allSatisfy { $0.norms.count == 5 && $0.cosines.count == 5 })
  }
}
