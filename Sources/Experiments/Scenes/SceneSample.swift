import Losses
import Metrics

/// What losses and metrics look at at a step of a scene: one map and its truth, or one for each class.
public struct SceneSample: Sendable {
  /// The one map; of several classes that of those that drift against the rest.
  public internal(set) var object: Sample
  /// The classes, where there are several.
  public internal(set) var classes: ClassSample?
  /// All classes of the scene, and which of them drift.
  private(set) var truth: (classes: SceneClasses, drifting: [Int])?

  /// A sample of one map.
  public init(_ sample: Sample) {
    object = sample
    truth = nil
  }

  /// The truth of a scene as a prediction of itself.
  ///
  /// - Parameters:
  ///   - scene: the scene.
  ///   - seed: of what losses draw at random.
  package init(_ scene: Scene, seed: UInt64) throws {
    let map = ProbabilityMap(scene.object.mask)
    // What losses derive from the truth is made once for all steps and runs.
    object = try Sample(prediction: map, truth: map, seed: seed, servesManyPredictions: true)
    truth = scene.classes.map { ($0, scene.stepMaker().classes?.numbers ?? []) }
  }

  /// The truth of several classes, all of which may be predicted otherwise.
  ///
  /// - Parameters:
  ///   - classes: all classes.
  ///   - image: intensities, if there are any.
  ///   - seed: of what losses draw at random.
  package init(_ classes: SceneClasses, image: ScalarField? = nil, seed: UInt64) throws {
    let map = ProbabilityMap(unchecked: classes.truths[0].map { 1 - $0 }, on: classes.grid)
    object = try Sample(prediction: map, truth: map, image: image, seed: seed)
    truth = (classes, Array(1..<classes.count))
    self = try predicting(classes.truths)
  }

  /// The same truth with other probabilities of each class, the background first.
  ///
  /// - Throws: `ClassError` where they are none.
  package func predicting(_ fields: [[Double]]) throws -> SceneSample {
    guard let truth else { return self }
    var sample = self
    sample.classes = try ClassSample(
      [
        ClassItem(
          scores: fields, truth: truth.classes.truths, on: truth.classes.grid, image: object.image)
      ], .exclusive, seed: object.seed)
    return sample
  }

  /// What a loss says.
  ///
  /// - Throws: what the loss does.
  public func value(of loss: any Loss) throws -> Double {
    guard let classes, let truth else { return try loss.value(object) }
    return try loss.overClasses(.exclusive).value(classes, truth.classes.reduction)
  }

  /// The derivatives of a loss with respect to the probabilities, class after class, and to the logits:
  /// ln p/(1 − p) of one map, and what a softmax takes of several classes.
  ///
  /// - Throws: what the loss does.
  package func gradient(
    of loss: any Loss
  ) throws -> (probabilities: [Double], logits: [Double]) {
    guard let classes, let truth else {
      let gradient = try loss.gradient(object).values
      return (gradient, zip(gradient, object.prediction.values).map { $0 * $1 * (1 - $1) })
    }
    let evaluation = try loss.overClasses(.exclusive)
      .evaluate(classes, truth.classes.reduction, gradient: .probabilities)
    let gradient = evaluation.gradient?[0] ?? []
    let probabilities = classes.probabilities[0]
    let logits = Activation.softmax.pullBack(
      gradient, scores: probabilities, probabilities: probabilities)
    return (gradient.flatMap(\.self), logits.flatMap(\.self))
  }

  /// g − p of every element, class after class.
  package var errors: [Double] {
    guard let classes else {
      return zip(object.prediction.values, object.truth.values).map { $1 - $0 }
    }
    return zip(classes.probabilities[0], classes.items[0].truth)
      .flatMap { zip($0, $1).map { $1 - $0 } }
  }

  /// FP and FN as sums of probabilities; of several classes summed over those that drift.
  var softErrors: SoftErrors {
    guard let classes, let truth else {
      return SoftErrors(object.prediction, truth: object.truth)
    }
    let (grid, item) = (classes.items[0].grid, classes.items[0])
    let parts = truth.drifting.map { number in
      SoftErrors(
        ProbabilityMap(unchecked: item.scores[number], on: grid),
        truth: ProbabilityMap(unchecked: item.truth[number], on: grid))
    }
    return SoftErrors(
      falsePositives: parts.reduce(0) { $0 + $1.falsePositives },
      falseNegatives: parts.reduce(0) { $0 + $1.falseNegatives })
  }
}

/// What metrics say of the predictions of a scene; what they derive from its truth is made once.
public struct SceneMetrics: Sendable {
  /// Of the object, or of each class but the background.
  private let samples: [MetricSample]

  /// - Throws: `GridError`.
  package init(_ scene: Scene) throws {
    samples = try (scene.classes?.objects ?? [scene.object]).map {
      try MetricSample(prediction: $0.mask, truth: $0.mask)
    }
  }

  /// What each metric says of a prediction; of several classes the mean over those but the background of
  /// which it has a value. None where it has none at all.
  package func values(
    of sample: SceneSample, by metrics: [any Metric], empty: EmptyPolicy
  ) throws -> [Double?] {
    guard !metrics.isEmpty else { return [] }
    let judged = try judged(sample)
    return try metrics.map { metric in
      let values = try judged.compactMap { try metric.value($0, empty: empty) }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }

  /// A prediction as metrics take it; an element belongs to its most probable class.
  private func judged(_ sample: SceneSample) throws -> [MetricSample] {
    guard let item = sample.classes?.items[0] else {
      return try samples.map { try $0.replacingPrediction(with: sample.object.prediction) }
    }
    let labels = mostProbable(item.scores)
    return try zip(samples.indices, samples).map { index, base in
      try base.replacingPrediction(
        with: base.truth.replacing(labels.map { $0 == index + 1 }),
        ProbabilityMap(unchecked: item.scores[index + 1], on: item.grid))
    }
  }
}
