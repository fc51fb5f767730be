import Losses
import RealModule

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
        var (positives, negatives) = (SigmoidSum(), SigmoidSum())
        for index in 0..<truth.count {
          if truth[index] {
            negatives.add(distances[index] / unit)
          } else {
            positives.add(-distances[index] / unit)
          }
        }
        return SoftErrors(falsePositives: positives.sum, falseNegatives: negatives.sum)
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

/// Σ σ(x), one after the other; most are too small to change the sum, and are not computed.
private struct SigmoidSum {
  private(set) var sum = 0.0
  /// Sigmoids of less than this are below half a unit in the last place of the sum.
  private var least = -Double.infinity
  /// When to look for a greater bound.
  private var next = 0.0

  @inline(__always)
  mutating func add(_ logit: Double) {
    // σ(x) ≤ eˣ, and e⁻³⁸ is less than 2⁻⁵⁴.
    guard logit >= least else { return }
    sum += sigmoid(logit)
    if sum > next {
      next = 2 * sum
      least = .log(sum) - 38
    }
  }
}
