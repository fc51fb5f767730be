/// One minus the F_β score, which for β > 1 makes a missed element cost more than a false one.
///
///     L = 1 − ((1 + β²) TP + S) / ((1 + β²) TP + β² FN + FP + S)
///
/// with TP = Σ p g, FP = Σ p (1 − g), FN = Σ (1 − p) g, β ≥ 0 and smoothing S > 0.
/// Source: Hashemi et al. (2018), "Asymmetric loss functions", eq. 5.
public struct AsymmetricSimilarityLoss: SmoothedRatioLoss {
  public static let specification = LossSpecification(
    id: "asymmetric-similarity", name: "Asymmetric similarity", family: .overlap,
    formula: "1 - ((1+beta^2) TP + S) / ((1+beta^2) TP + beta^2 FN + FP + S)",
    source: "Hashemi et al. 2018",
    reference: .arXiv("1803.11078"),
    aliases: [PeerName(.segLossOdyssey, "AsymLoss"), PeerName(.pywick, "AsymLoss")],
    edgeCases: "0 at a perfect hard prediction, also when truth and prediction are both empty",
    unseen: .emptyTruths,
    parameters: [
      ParameterSpecification(
        "beta", default: 1.5, in: .closed(0, 100),
        "weight of a false negative against a false positive"),
      .smoothing,
    ])

  /// β.
  public let beta: Double
  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    beta = parameters["beta"]
    smoothing = parameters["smoothing"]
  }

  public func ratio(_ sums: OverlapSums) -> OverlapRatio {
    let square = beta * beta
    let numerator = (1 + square) * sums.truePositives + smoothing
    return OverlapRatio(
      numerator: numerator,
      denominator: numerator + square * sums.falseNegatives + sums.falsePositives,
      numeratorSlopes: OverlapSlopes(truePositives: 1 + square),
      denominatorSlopes: OverlapSlopes(prediction: 1))
  }
}
