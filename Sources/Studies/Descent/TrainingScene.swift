import Experiments
import Losses

/// A truth to be learnt, and what becomes of logits: a sigmoid of one object, a softmax over several classes.
package struct TrainingScene: Sendable {
  /// Intensities, where there is an image.
  let image: ScalarField?
  /// The truth; what losses derive from that of one object is made once for all steps.
  private let truth: SceneSample

  /// - Parameters:
  ///   - classes: objects no two of which have a common element; a single one is no class.
  ///   - image: intensities, if there are any.
  ///   - seed: of what losses draw at random.
  package init(_ classes: [Mask], image: ScalarField? = nil, seed: UInt64) throws {
    self.image = image
    guard classes.count > 1 else {
      let map = ProbabilityMap(classes[0])
      truth = SceneSample(
        try Sample(
          prediction: map, truth: map, image: image, seed: seed, servesManyPredictions: true))
      return
    }
    let objects = try classes.enumerated().map {
      try NamedObject(name: "class \($0 + 1)", mask: $1)
    }
    truth = try SceneSample(SceneClasses(objects), image: image, seed: seed)
  }

  /// The grid of the truth.
  var grid: Grid { truth.object.grid }
  /// Seed of everything random.
  var seed: UInt64 { truth.object.seed }
  /// Number of logits of an element: 1, or one for each class.
  var outputs: Int { truth.classes?.classCount ?? 1 }

  /// What logits predict, output after output; none where they are not finite.
  func sample(_ logits: [Double]) throws -> SceneSample? {
    guard outputs > 1 else {
      return try sigmoid(logits, on: grid).map {
        SceneSample(try truth.object.replacingPrediction(with: $0))
      }
    }
    guard logits.allSatisfy(\.isFinite) else { return nil }
    let scores = (0..<outputs).map { Array(logits[($0 * grid.count)..<(($0 + 1) * grid.count)]) }
    return try truth.predicting(Activation.softmax.probabilities(of: scores))
  }
}

extension Evaluation {
  /// Evaluates a prediction.
  package init(_ loss: any Loss, _ sample: SceneSample) throws {
    self.init(loss: try sample.value(of: loss), dice: Self.dice(sample))
  }

  /// 2 |A ∩ B| / (|A| + |B|) of the elements over one half; of several classes the mean over all but the
  /// background, an element being of its most probable class.
  private static func dice(_ sample: SceneSample) -> Double {
    guard let item = sample.classes?.items[0] else {
      return dice(
        sample.object.prediction.values.map { $0 > 0.5 },
        sample.object.truth.values.map { $0 > 0.5 })
    }
    let labels = mostProbable(item.scores)
    let scores = item.truth.indices.dropFirst().map { number in
      dice(labels.map { $0 == number }, item.truth[number].map { $0 > 0.5 })
    }
    return scores.reduce(0, +) / Double(scores.count)
  }

  private static func dice(_ prediction: [Bool], _ truth: [Bool]) -> Double {
    var (both, total) = (0, 0)
    for (p, g) in zip(prediction, truth) {
      both += p && g ? 1 : 0
      total += (p ? 1 : 0) + (g ? 1 : 0)
    }
    return total == 0 ? 1 : 2 * Double(both) / Double(total)
  }
}
