/// The sum of Dice loss and focal loss.
///
///     L = 1 − (2 TP + 1) / (P + G + 1) − λ mean[α g (1−p)^γ ln p + (1−α)(1−g) p^γ ln(1−p)]
///
/// with λ ≥ 0, and α and γ as in ``FocalLoss``.
/// Source: Zhu et al. (2018), "AnatomyNet: deep learning for fast and fully automated whole-volume
/// segmentation of head and neck anatomy", eq. 4.
public struct DiceFocalLoss: CompoundLoss {
  public static let specification = LossSpecification(
    id: "dice-focal", name: "Dice + focal", family: .compound,
    formula: "1 - (2 TP + 1) / (P + G + 1) "
      + "- lambda mean[alpha g (1-p)^gamma ln p + (1-alpha)(1-g) p^gamma ln(1-p)]",
    source: "Zhu et al. 2018",
    reference: .arXiv("1808.05238"),
    aliases: [PeerName(.monai, "DiceFocalLoss"), PeerName(.segLossOdyssey, "DC_and_Focal_loss")],
    edgeCases: "0 at a perfect hard prediction, but for the clamp of the logarithm; finite for "
      + "every mask",
    parameters: [
      ParameterSpecification("lambda", default: 1, in: .closed(0, 1e6), "weight of focal")
    ] + FocalLoss.specification.parameters)

  public let terms: [WeightedLoss]

  public init(parameters: LossParameters) {
    let focal = FocalLoss(alpha: parameters["alpha"], gamma: parameters["gamma"])
    terms = [
      WeightedLoss(1, DiceLoss(smoothing: 1)), WeightedLoss(parameters["lambda"], focal),
    ]
  }
}
