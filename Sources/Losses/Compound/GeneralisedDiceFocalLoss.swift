/// The sum of generalised Dice loss and focal loss.
///
///     L = GD − λ mean[α g (1−p)^γ ln p + (1−α)(1−g) p^γ ln(1−p)]
///
/// with the generalised Dice loss GD of ``GeneralisedDiceLoss``, λ ≥ 0, and α and γ as in ``FocalLoss``.
/// Source: MONAI, after Sudre et al. (2017) and Lin et al. (2017); its focal loss has no class weights
/// unless they are asked for, as if α were ½ and λ twice as large.
public struct GeneralisedDiceFocalLoss: CompoundLoss {
  public static let specification = LossSpecification(
    id: "generalised-dice-focal", name: "Generalised Dice + focal", family: .compound,
    formula: "generalised Dice "
      + "- lambda mean[alpha g (1-p)^gamma ln p + (1-alpha)(1-g) p^gamma ln(1-p)]",
    source: "MONAI, after Sudre et al. 2017 and Lin et al. 2017",
    reference: .arXiv("1707.03237"),
    aliases: [PeerName(.monai, "GeneralizedDiceFocalLoss")],
    edgeCases: "0 at a perfect hard prediction, but for the clamp of the logarithm; finite for "
      + "every mask",
    parameters: [
      ParameterSpecification("lambda", default: 1, in: .closed(0, 1e6), "weight of focal")
    ] + FocalLoss.specification.parameters)

  public let terms: [WeightedLoss]

  public init(parameters: LossParameters) {
    let focal = FocalLoss(alpha: parameters["alpha"], gamma: parameters["gamma"])
    terms = [WeightedLoss(1, GeneralisedDiceLoss()), WeightedLoss(parameters["lambda"], focal)]
  }
}
