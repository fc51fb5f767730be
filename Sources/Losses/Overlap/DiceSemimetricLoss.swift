/// The Dice loss that soft truths are right for: least where the prediction equals the truth.
///
///     L = 1 − (2 T + S) / (P + G + S),  T = (P + G − Σ abs(p − g))/2
///
/// with P = Σ p, G = Σ g and smoothing S > 0. Equal to ``DiceLoss`` where the truth is 0 or 1.
/// Source: Wang et al. (2023), "Dice semimetric losses: optimizing the Dice score with soft labels"
/// (there without S).
public struct DiceSemimetricLoss: SoftTruthOverlapLoss {
  public static let specification = LossSpecification(
    id: "dice-semimetric", name: "Dice semimetric", family: .overlap,
    formula: "1 - (2 T + S) / (P + G + S), T = (P + G - sum abs(p-g)) / 2",
    source: "Wang et al. 2023",
    reference: .arXiv("2303.16296"),
    aliases: [PeerName(.monai, "DiceLoss(soft_label=True)")],
    edgeCases: "0 at a perfect prediction, also of a soft truth, and when both are empty",
    unseen: .emptyTruths,
    parameters: [.smoothing])

  public let overlap: DiceLoss

  public init(parameters: LossParameters) {
    overlap = DiceLoss(smoothing: parameters["smoothing"])
  }
}
