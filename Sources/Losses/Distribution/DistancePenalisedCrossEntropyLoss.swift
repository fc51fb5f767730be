/// The cross-entropy, weighed more the nearer an element is to the contour of the truth.
///
///     L = −mean[(1 + Φ) (g ln p + (1 − g) ln(1 − p))],  Φ = (max d − d) / max d
///
/// with the distance d to the other side of the contour of the mask g > 1/2, in the unit of the
/// spacing, and its maximum over the element's own side. Φ = 0 for an empty or full truth.
/// Logarithms take p clamped to [1e-7, 1 − 1e-7], and the gradient is 0 where the clamp acts.
///
/// Distances are at least one spacing, so that Φ stays below 1 at the contour, and is 0 in an object
/// one element thick.
/// Source: Caliva et al. (2019), "Distance map loss penalty term for semantic segmentation", eq. 2.
public struct DistancePenalisedCrossEntropyLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "distance-penalised-cross-entropy", name: "Distance-penalised cross-entropy",
    family: .distribution,
    formula: "-mean[(1 + Phi) (g ln p + (1-g) ln(1-p))], Phi = (max d - d) / max d on each side",
    source: "Caliva et al. 2019",
    reference: .arXiv("1908.03679"),
    edgeCases: "at most 2e-7 at a perfect hard prediction (the clamp); the cross-entropy for an "
      + "empty or full truth")

  public init(parameters: LossParameters) {}

  public func value(_ sample: Sample) -> Double {
    let term = LogarithmTerm()
    let distances = sample.signedDistanceOfTruth()
    let weight = PenaltyWeight(sample, distances)
    // Far from the contour neighbours are alike, and logarithms take long.
    var last = (p: Double.nan, g: Double.nan, value: 0.0)
    let sum = sumOverElements(sample.prediction.values, sample.truth.values, distances) {
      p, g, distance in
      if p != last.p || g != last.g { last = (p, g, term.value(p, g)) }
      return weight(distance) * last.value
    }
    return sum / Double(sample.keptCount)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let term = LogarithmTerm()
    let share = 1 / Double(sample.keptCount)
    var gradient = sample.signedDistanceOfTruth()
    let weight = PenaltyWeight(sample, gradient)
    updateElements(&gradient, sample.prediction.values, sample.truth.values) { p, g, distance in
      share * weight(distance) * term.slope(p, g)
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}

/// 1 + Φ as a function of the signed distance.
private struct PenaltyWeight {
  private let deepest: Double
  private let farthest: Double

  /// Finds the largest distance on each side, once for all samples with the truth.
  init(_ sample: Sample, _ distances: [Double]) {
    let largest = sample.derived(LargestDistances()) {
      distances.reduce(into: SIMD2<Double>.zero) { largest, distance in
        largest = SIMD2(max(largest.x, -distance), max(largest.y, distance))
      }
    }
    // Without a contour all distances are 0, and there is no penalty.
    let hasContour = largest.x > 0 && largest.y > 0
    deepest = hasContour ? largest.x : 0
    farthest = hasContour ? largest.y : 0
  }

  @inline(__always)
  func callAsFunction(_ distance: Double) -> Double {
    guard deepest > 0 else { return 1 }
    return 1
      + (distance < 0 ? (deepest + distance) / deepest : (farthest - distance) / farthest)
  }
}

/// The largest distance inside and outside of the truth.
private struct LargestDistances: TruthKey { typealias Value = SIMD2<Double> }
