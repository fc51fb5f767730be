/// One minus the Dice coefficient with squared sums in the denominator (V-Net).
///
///     L = 1 − (2 TP + S) / (Σp² + Σg² + S)
///
/// with TP = Σ p g and smoothing S > 0.
/// Source: Milletari, Navab and Ahmadi (2016), "V-Net", section 3 (there without S).
public struct SquaredDiceLoss: SmoothedRatioLoss {
  public static let specification = LossSpecification(
    id: "squared-dice", name: "Squared Dice", family: .overlap,
    formula: "1 - (2 TP + S) / (sum p^2 + sum g^2 + S)",
    source: "Milletari et al. 2016",
    reference: .arXiv("1606.04797"),
    aliases: [
      PeerName(.monai, "DiceLoss(squared_pred=True)"), PeerName(.segLossOdyssey, "SoftDiceLossV2"),
    ],
    edgeCases: "0 at a perfect hard prediction, also when truth and prediction are both empty",
    unseen: .emptyTruths,
    parameters: [.smoothing])

  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    smoothing = parameters["smoothing"]
  }

  public func ratio(_ sums: OverlapSums) -> OverlapRatio {
    OverlapRatio(
      numerator: 2 * sums.truePositives + smoothing,
      denominator: sums.squaredPrediction + sums.squaredTruth + smoothing,
      numeratorSlopes: OverlapSlopes(truePositives: 2),
      denominatorSlopes: OverlapSlopes(squaredPrediction: 1))
  }
}
