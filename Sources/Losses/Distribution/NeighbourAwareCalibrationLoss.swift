import RealModule

/// The cross-entropy, and how far logits are from the shares of foreground around them.
///
///     L = −mean[g ln p + (1−g) ln(1−p)] + α mean abs(u − x)ⁿ,  x = ln(p/(1−p))
///
/// with u the mean of g over the box of 2r + 1 elements an axis, in which elements beyond the border are 0,
/// n = 1 or 2, and α ≥ 0. With σ > 0 the box gives way to a Gaussian window. p is clamped to [1e-7, 1 − 1e-7] in all logarithms; the gradient is 0 where the clamp acts, and
/// the slope of abs is 0 at 0. Since no logit is to leave [0, 1], a confident prediction costs more than
/// one that is right by little. Over classes x are the logits themselves; of probabilities without logits
/// they are ln p_k (exclusive classes) or as above.
/// Source: Murugesan et al. (2023), "Trust your neighbours: penalty-based constraints for model
/// calibration", as in MONAI's `NACLLoss`.
public struct NeighbourAwareCalibrationLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "neighbour-aware-calibration", name: "Neighbour-aware calibration", family: .distribution,
    formula: "-mean[g ln p + (1-g) ln(1-p)] + alpha mean abs(u - x)^n, x = ln(p / (1-p)), "
      + "u the mean of g over a box or a Gaussian window",
    source: "Murugesan et al. 2023",
    reference: .arXiv("2303.06268"),
    aliases: [PeerName(.monai, "NACLLoss")],
    edgeCases: "at a perfect hard prediction about 16 alpha, the logit of the clamp, which is not "
      + "the least; finite for every mask",
    parameters: [
      ParameterSpecification("alpha", default: 0.1, in: .closed(0, 1e6), "weight of the penalty"),
      ParameterSpecification(
        "radius", default: 1, in: .integer(1, 100), "r, how far the box reaches, in elements"),
      ParameterSpecification(
        "deviation", default: 0, in: .closed(0, 100),
        "that of a Gaussian window in place of the box, in elements; 0 takes the box"),
      ParameterSpecification(
        "exponent", default: 1, in: .integer(1, 2), "n, 2 squares the distance of logits"),
    ])

  /// α.
  public let penaltyWeight: Double
  /// The distance of logits.
  let penalty: LogitPenalty

  public init(parameters: LossParameters) {
    penaltyWeight = parameters["alpha"]
    penalty = LogitPenalty(
      radius: Int(parameters["radius"]), deviation: parameters["deviation"],
      isSquared: parameters["exponent"] == 2)
  }

  public func value(_ sample: Sample) -> Double {
    let shares = shares(sample)
    var sum = 0.0
    for (index, p) in sample.prediction.values.enumerated()
    where sample.ignored?.elements[index] != true {
      sum += penalty.value(logit(p), shares[index])
    }
    return LogarithmTerm().mean(over: sample) + penaltyWeight * sum / Double(sample.keptCount)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let (shares, share) = (shares(sample), penaltyWeight / Double(sample.keptCount))
    var gradient = LogarithmTerm().meanGradient(over: sample)
    for (index, p) in sample.prediction.values.enumerated()
    where isUnclamped(p) && sample.ignored?.elements[index] != true {
      gradient[index] += share * penalty.slope(logit(p), shares[index]) / (p * (1 - p))
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// Each part in its own form, the penalty with the logits themselves.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    SumOverClasses([
      (1, CrossEntropyLoss().overClasses(relation)),
      (penaltyWeight, LogitPenaltyOverClasses(penalty: penalty, relation: relation)),
    ])
  }

  /// u.
  private func shares(_ sample: Sample) -> [Double] {
    sample.derived(TruthShares(penalty: penalty)) {
      penalty.shares(of: sample.truth.values, on: sample.grid)
    }
  }

  private struct TruthShares: TruthKey {
    typealias Value = [Double]
    let penalty: LogitPenalty
  }
}

/// ln(p/(1−p)) of p clamped to [1e-7, 1 − 1e-7].
func logit(_ p: Double) -> Double {
  let q = clamped(p)
  return .log(q) - .log(1 - q)
}

/// −1, 0 or 1.
func signum(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }
