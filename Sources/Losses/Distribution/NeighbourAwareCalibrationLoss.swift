import RealModule

/// The cross-entropy, and how far logits are from the shares of foreground around them.
///
///     L = −mean[g ln p + (1−g) ln(1−p)] + α mean abs(u − x),  x = ln(p/(1−p))
///
/// with u the mean of g over the box of 2r + 1 elements an axis, in which elements beyond the border are 0,
/// and α ≥ 0. p is clamped to [1e-7, 1 − 1e-7] in all logarithms; the gradient is 0 where the clamp acts, and
/// the slope of abs is 0 at 0. Since no logit is to leave [0, 1], a confident prediction costs more than
/// one that is right by little. Over classes x are the logits themselves; of probabilities without logits
/// they are ln p_k (exclusive classes) or as above.
/// Source: Murugesan et al. (2023), "Trust your neighbours: penalty-based constraints for model
/// calibration", as in MONAI's `NACLLoss`.
public struct NeighbourAwareCalibrationLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "neighbour-aware-calibration", name: "Neighbour-aware calibration", family: .distribution,
    formula: "-mean[g ln p + (1-g) ln(1-p)] + alpha mean abs(u - x), x = ln(p / (1-p)), "
      + "u the mean of g over a box",
    source: "Murugesan et al. 2023",
    reference: .arXiv("2303.06268"),
    aliases: [PeerName(.monai, "NACLLoss")],
    edgeCases: "at a perfect hard prediction about 16 alpha, the logit of the clamp, which is not "
      + "the least; finite for every mask",
    parameters: [
      ParameterSpecification("alpha", default: 0.1, in: .closed(0, 1e6), "weight of the penalty"),
      ParameterSpecification(
        "radius", default: 1, in: .integer(1, 100), "r, how far the box reaches, in elements"),
    ])

  /// α.
  public let penaltyWeight: Double
  /// r.
  public let radius: Int

  public init(parameters: LossParameters) {
    penaltyWeight = parameters["alpha"]
    radius = Int(parameters["radius"])
  }

  public func value(_ sample: Sample) -> Double {
    let shares = shares(sample)
    var penalty = 0.0
    for (index, p) in sample.prediction.values.enumerated()
    where sample.ignored?.elements[index] != true {
      penalty += abs(shares[index] - logit(p))
    }
    return LogarithmTerm().mean(over: sample) + penaltyWeight * penalty / Double(sample.keptCount)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let (shares, share) = (shares(sample), penaltyWeight / Double(sample.keptCount))
    var gradient = LogarithmTerm().meanGradient(over: sample)
    for (index, p) in sample.prediction.values.enumerated()
    where isUnclamped(p) && sample.ignored?.elements[index] != true {
      gradient[index] += share * signum(logit(p) - shares[index]) / (p * (1 - p))
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// Each part in its own form, the penalty with the logits themselves.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    SumOverClasses([
      (1, CrossEntropyLoss().overClasses(relation)),
      (penaltyWeight, LogitPenaltyOverClasses(radius: radius, relation: relation)),
    ])
  }

  /// u.
  private func shares(_ sample: Sample) -> [Double] {
    sample.derived(TruthShares(radius: radius)) {
      boxMeans(of: sample.truth.values, on: sample.grid, radius: radius)
    }
  }

  private struct TruthShares: TruthKey {
    typealias Value = [Double]
    let radius: Int
  }
}

/// ln(p/(1−p)) of p clamped to [1e-7, 1 − 1e-7].
func logit(_ p: Double) -> Double {
  let q = clamped(p)
  return .log(q) - .log(1 - q)
}

/// −1, 0 or 1.
func signum(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }
