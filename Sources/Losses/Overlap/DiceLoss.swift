/// One minus the soft Dice coefficient.
///
///     L = 1 − (2 TP + S) / (P + G + S)
///
/// with TP = Σ p g, P = Σ p, G = Σ g and smoothing S > 0.
/// Source: Drozdzal et al. (2016), "The importance of skip connections", eq. 1.
public struct DiceLoss: SmoothedRatioLoss, SinglePrecisionLoss {
  public static let specification = LossSpecification(
    id: "dice", name: "Dice", family: .overlap,
    formula: "1 - (2 TP + S) / (P + G + S)",
    source: "Drozdzal et al. 2016",
    reference: .arXiv("1608.04117"),
    aliases: [
      PeerName(.monai, "DiceLoss"), PeerName(.nnUNet, "SoftDiceLoss"),
      PeerName(.nnUNet, "MemoryEfficientSoftDiceLoss"), PeerName(.segmentationModels, "DiceLoss"),
      PeerName(.kornia, "DiceLoss"), PeerName(.segLossOdyssey, "SoftDiceLoss"),
      PeerName(.pywick, "SoftDiceLoss"),
    ],
    edgeCases: "0 at a perfect hard prediction, also when truth and prediction are both empty",
    unseen: .emptyTruths,
    parameters: [.smoothing])

  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    smoothing = parameters["smoothing"]
  }

  init(smoothing: Double) { self.smoothing = smoothing }

  public func ratio(_ sums: OverlapSums) -> OverlapRatio {
    .dice(sums, smoothing: smoothing)
  }
}
