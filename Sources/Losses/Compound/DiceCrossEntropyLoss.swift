/// The sum of Dice loss and cross-entropy.
///
///     L = 1 − (2 TP + 1) / (P + G + 1) − mean[g ln p + (1 − g) ln(1 − p)]
///
/// Source: Isensee et al. (2018), "nnU-Net: self-adapting framework for U-Net-based medical image
/// segmentation".
public struct DiceCrossEntropyLoss: CompoundLoss {
  public static let specification = LossSpecification(
    id: "dice-cross-entropy", name: "Dice + cross-entropy", family: .compound,
    formula: "1 - (2 TP + 1) / (P + G + 1) - mean[g ln p + (1-g) ln(1-p)]",
    source: "Isensee et al. 2018",
    reference: .arXiv("1809.10486"),
    aliases: [
      PeerName(.monai, "DiceCELoss"), PeerName(.nnUNet, "DC_and_BCE_loss"),
      PeerName(.nnUNet, "DC_and_CE_loss"), PeerName(.segLossOdyssey, "DC_and_CE_loss"),
      PeerName(.pywick, "BCEDiceLoss"),
    ],
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask")

  public let terms: [WeightedLoss]

  public init(parameters: LossParameters) { self.init(smoothing: 1) }

  /// With S of the Dice loss in place of the 1.
  init(smoothing: Double) {
    terms = [
      WeightedLoss(1, DiceLoss(smoothing: smoothing)), WeightedLoss(1, CrossEntropyLoss()),
    ]
  }
}
