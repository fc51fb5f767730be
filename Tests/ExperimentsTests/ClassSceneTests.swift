import Experiments
import Foundation
import Losses
import Metrics
import TestSupport
import Testing

/// Scenes of several classes, against scenes of one and by hand.
@Suite struct ClassSceneTests {
  /// Two squares side by side that touch, on 24 × 40.
  private static func configuration(
    _ edit: (inout ExperimentConfiguration) -> Void = { _ in }
  ) -> ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [24, 40]
    configuration.objects = [
      ObjectSpecification(name: "left", shape: .rectangle(sides: [7, 7])),
      ObjectSpecification(name: "right", shape: .rectangle(sides: [7, 7])),
    ]
    configuration.objects[0].centre = [12, 14]
    configuration.objects[1].centre = [12, 21]
    configuration.classes = ClassesSpecification()
    configuration.steps = 6
    configuration.losses = ["cross-entropy", "dice", "focal", "combo"].map { LossSelection($0) }
    edit(&configuration)
    return configuration
  }

  private static func run(_ configuration: ExperimentConfiguration) throws -> ExperimentResult {
    try Experiment(configuration, registries: .standard).run()
  }

  /// A scene of one class and the background says what its object says alone.
  @Test(arguments: [
    "sigmoid", "two-valued:0.9", "sigmoid:width=2,floor=0.01,blur=1", "sigmoid:noise=1,frozen",
  ])
  func oneClassIsTheObjectAlone(model: String) throws {
    var alone = Self.configuration()
    alone.classes = nil
    alone.objects.removeLast()
    alone.paths = ["slide", "grow", "underconfident", "noise"]
    alone.probabilities = try ProbabilityDescription(argument: model)
    alone.metrics = ["dice-score", "hausdorff-95"].map { MetricSelection($0) }
    var asClass = alone
    asClass.classes = ClassesSpecification()
    // Means over two classes are no values of one; that over the foreground alone is.
    asClass.classes?.background = .exclude
    asClass.losses = ["dice", "tversky"].map { LossSelection($0) }
    alone.losses = asClass.losses
    let (first, second) = (try Self.run(alone), try Self.run(asClass))
    #expect(first.scenes.count == 4)
    for (one, other) in zip(first.scenes, second.scenes) {
      #expect(one.scene.counts == other.scene.counts)
      for (curve, same) in zip(one.curves, other.curves) {
        expectClose(
          curve.values, same.values, tolerance: 1e-12, "\(model), \(curve.key), \(one.path.id)")
      }
      for (metric, same) in zip(one.metrics, other.metrics) {
        #expect(metric.curve.values == same.curve.values, "\(model), \(one.path.id)")
      }
    }
  }

  @Test func eachClassDriftsAndThenAll() throws {
    let result = try Self.run(Self.configuration())
    #expect(result.scenes.map(\.object.name) == ["left", "right", "all classes"])
    #expect(result.impossible.isEmpty)
    #expect(result.claims.map(\.object) == ["left", "right", "all classes"])
    let report = Report(result)
    for (scene, curves) in zip(report.scenes, result.scenes) {
      let classes = try #require(scene.classes)
      #expect(classes.names == ["background", "left", "right"])
      #expect(classes.sizes == [24 * 40 - 98, 49, 49])
      // Every element has one class in truth and prediction, and at step 0 the right one.
      for (step, confusion) in classes.confusion.enumerated() {
        #expect(confusion.map { Int($0.reduce(0, +)) } == classes.sizes, "step \(step)")
      }
      #expect(classes.confusion[0] == [[862, 0, 0], [0, 49, 0], [0, 0, 49]])
      #expect(curves.curves.allSatisfy { $0.values.count == 7 })
    }
  }

  /// The left square slides over the right one: its elements are lost to that, and none to the background.
  @Test func aDriftingClassTakesElementsFromItsNeighbours() throws {
    let result = try Self.run(
      Self.configuration {
        $0.paths = ["shift"]
        $0.steps = 7
        $0.classes?.drifting = ["left"]
      })
    let scene = result.scenes[0].scene
    let speed = try #require(scene.settings.first).value
    for (step, confusion) in scene.confusions[0].enumerated() {
      // Whole elements: what is left behind is background, what is taken was of the right square.
      let way = Int(speed) * step
      let moved = min(way, 7)
      #expect(confusion.counts[1][0] == 7 * moved, "step \(step)")
      #expect(confusion.counts[2][1] + confusion.counts[0][1] == 7 * moved, "step \(step)")
      #expect(confusion.counts[2][1] == 7 * max(0, min(way, 14 - way)), "step \(step)")
      #expect(confusion.counts[2][0] == 0 && confusion.counts[1][2] == 0)
      #expect(scene.counts[0][step].falseNegatives == 7 * moved)
    }
  }

  /// p_k = q_k / Σ q of the distances by hand, and sums of 1.
  @Test func probabilitiesAreThoseOfEachClassNormalised() throws {
    let experiment = try Experiment(
      Self.configuration {
        $0.probabilities = ProbabilityDescription("sigmoid", ["width": 1.5, "floor": 1e-3])
      }, registries: .standard)
    let first = try #require(try experiment.scenes().possible.first)
    var sample = try SceneSample(first, seed: 0)
    var maker = first.predictionMaker()
    for step in [0, 3, 6] {
      try maker.setPrediction(of: &sample, step: step)
      let fields = try #require(sample.classes).probabilities[0]
      for index in fields[0].indices {
        #expect(abs(fields.reduce(0) { $0 + $1[index] } - 1) < 1e-12, "step \(step)")
      }
    }
    try maker.setPrediction(of: &sample, step: 0)
    let fields = try #require(sample.classes).probabilities[0]
    // Element (12, 17) is the last of the left square, half an element from the right one, and (12, 11)
    // is the first, half an element from the background and 6.5 from the right square.
    let floor = 1e-3
    func q(_ distance: Double) -> Double { floor + (1 - 2 * floor) / (1 + exp(distance / 1.5)) }
    for (column, objects) in [(17, [q(-0.5), q(0.5)]), (11, [q(-0.5), q(6.5)])] {
      let all = [max(1 - objects[0] - objects[1], floor)] + objects
      let sum = all.reduce(0, +)
      let index = 12 * 40 + column
      expectClose(fields.map { $0[index] }, all.map { $0 / sum }, tolerance: 1e-12, "\(column)")
    }
  }

  private func expectClose(
    _ first: [Double], _ second: [Double], tolerance: Double, _ comment: Comment
  ) {
    #expect(first.count == second.count, comment)
    for (one, other) in zip(first, second) {
      #expect(abs(one - other) <= tolerance * max(1, abs(other)), comment)
    }
  }
}
