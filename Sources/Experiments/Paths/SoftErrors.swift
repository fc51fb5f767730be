import Losses

/// How much of a prediction is wrong where it is soft: sums of probabilities instead of counts.
public struct SoftErrors: Hashable, Sendable, Codable {
  /// FP = Σ p (1 − g).
  public let falsePositives: Double
  /// FN = Σ (1 − p) g.
  public let falseNegatives: Double

  /// Names both sums.
  public init(falsePositives: Double, falseNegatives: Double) {
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }

  /// The sums of a predicted object for a sigmoid of one element without a floor and without noise.
  init(_ object: PredictedObject, truth: Mask) {
    let unit = (truth.grid.spacing.min() ?? 1) / object.logits.scale
    self = object.withDistances { distances in
      truth.elements.withUnsafeBufferPointer { truth in
        var (positives, negatives) = (0.0, 0.0)
        for index in 0..<truth.count {
          if truth[index] {
            negatives += sigmoid(distances[index] / unit)
          } else {
            positives += sigmoid(-distances[index] / unit)
          }
        }
        return SoftErrors(falsePositives: positives, falseNegatives: negatives)
      }
    }
  }

  /// The sums of a map of probabilities.
  init(_ prediction: ProbabilityMap, truth: ProbabilityMap) {
    var (positives, negatives) = (0.0, 0.0)
    for (p, g) in zip(prediction.values, truth.values) {
      positives += p * (1 - g)
      negatives += (1 - p) * g
    }
    self.init(falsePositives: positives, falseNegatives: negatives)
  }
}
