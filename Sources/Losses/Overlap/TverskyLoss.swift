/// One minus the Tversky index, which weighs false positives and false negatives apart.
///
///     L = 1 − (TP + S) / (TP + α FP + β FN + S)
///
/// with TP = Σ p g, FP = Σ p (1 − g), FN = Σ (1 − p) g, α, β ≥ 0 and smoothing S > 0.
/// α = β = 1/2 gives Dice with half the smoothing; α = β = 1 gives Jaccard.
/// Source: Salehi, Erdogmus and Gholipour (2017), "Tversky loss function", eq. 3 (there without S).
public struct TverskyLoss: SmoothedRatioLoss, SinglePrecisionLoss {
  public static let specification = LossSpecification(
    id: "tversky", name: "Tversky", family: .overlap,
    formula: "1 - (TP + S) / (TP + alpha FP + beta FN + S)",
    source: "Salehi et al. 2017",
    reference: .arXiv("1706.05721"),
    aliases: [
      PeerName(.monai, "TverskyLoss"), PeerName(.segmentationModels, "TverskyLoss"),
      PeerName(.kornia, "TverskyLoss"), PeerName(.segLossOdyssey, "TverskyLoss"),
      PeerName(.pywick, "TverskyLoss"),
    ],
    edgeCases: "0 at a perfect hard prediction, also when truth and prediction are both empty",
    unseen: .emptyTruths,
    parameters: [.falsePositiveWeight, .falseNegativeWeight, .smoothing])

  /// α, the weight of false positives.
  public let alpha: Double
  /// β, the weight of false negatives.
  public let beta: Double
  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    alpha = parameters["alpha"]
    beta = parameters["beta"]
    smoothing = parameters["smoothing"]
  }

  init(alpha: Double, beta: Double, smoothing: Double) {
    self.alpha = alpha
    self.beta = beta
    self.smoothing = smoothing
  }

  public func ratio(_ sums: OverlapSums) -> OverlapRatio {
    let numerator = sums.truePositives + smoothing
    return OverlapRatio(
      numerator: numerator,
      denominator: numerator + alpha * sums.falsePositives + beta * sums.falseNegatives,
      numeratorSlopes: OverlapSlopes(truePositives: 1),
      denominatorSlopes: OverlapSlopes(truePositives: 1 - alpha - beta, prediction: alpha))
  }
}
