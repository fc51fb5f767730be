/// The sum of Dice loss and top-k cross-entropy.
///
///     L = 1 − (2 TP + 1) / (P + G + 1) + mean of the K largest cross-entropies of single elements
///
/// with K = max(1, ⌊k N⌋) and k in (0, 1], as in ``TopKCrossEntropyLoss``.
/// Source: Ma et al. (2021), "Loss odyssey in medical image segmentation".
public struct DiceTopKLoss: CompoundLoss {
  public static let specification = LossSpecification(
    id: "dice-top-k", name: "Dice + top-k", family: .compound,
    formula: "1 - (2 TP + 1) / (P + G + 1) "
      + "+ mean of the max(1, floor(k N)) largest -[g ln p + (1-g) ln(1-p)]",
    source: "Ma et al. 2021",
    reference: .doi("10.1016/j.media.2021.102035"),
    aliases: [
      PeerName(.nnUNet, "DC_and_topk_loss"), PeerName(.segLossOdyssey, "DC_and_topk_loss"),
    ],
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    unseen: .emptyTruths,
    parameters: [.topFraction])

  public let terms: [WeightedLoss]

  public init(parameters: LossParameters) {
    terms = [
      WeightedLoss(1, DiceLoss(smoothing: 1)),
      WeightedLoss(1, TopKCrossEntropyLoss(fraction: parameters["fraction"])),
    ]
  }
}
