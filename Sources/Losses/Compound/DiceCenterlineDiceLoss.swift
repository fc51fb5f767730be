/// A mean of Dice loss and clDice.
///
///     L = (1 − α) Dice + α clDice
///
/// with α in [0, 1], and S and k as in ``DiceLoss`` and ``CenterlineDiceLoss``.
/// Source: Shit et al. (2021), "clDice: a novel topology-preserving loss function for tubular structure
/// segmentation", eq. 4.
public struct DiceCenterlineDiceLoss: CompoundLoss {
  public static let specification = LossSpecification(
    id: "dice-cl-dice", name: "Dice + clDice", family: .compound,
    formula: "(1 - alpha) Dice + alpha clDice",
    source: "Shit et al. 2021",
    reference: .arXiv("2003.07311"),
    aliases: [PeerName(.monai, "SoftDiceclDiceLoss")],
    edgeCases: "0 at a perfect hard prediction; finite for every mask",
    unseen: .emptyTruths + "; what clDice does not see of skeletons, in its part",
    parameters: [
      ParameterSpecification("alpha", default: 0.5, in: .closed(0, 1), "weight of clDice")
    ] + CenterlineDiceLoss.specification.parameters)

  public let terms: [WeightedLoss]

  public init(parameters: LossParameters) {
    terms = [
      WeightedLoss(1 - parameters["alpha"], DiceLoss(smoothing: parameters["smoothing"])),
      WeightedLoss(parameters["alpha"], CenterlineDiceLoss(parameters: parameters)),
    ]
  }
}
