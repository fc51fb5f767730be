/// The Jaccard loss that soft truths are right for: least where the prediction equals the truth.
///
///     L = 1 − (T + S) / (P + G − T + S),  T = (P + G − Σ abs(p − g))/2
///
/// with P = Σ p, G = Σ g and smoothing S > 0. Equal to ``JaccardLoss`` where the truth is 0 or 1; with
/// S → 0 a metric between maps.
/// Source: Wang, Ning and Blaschko (2023), "Jaccard metric losses: optimizing the Jaccard index with
/// soft labels" (there without S).
public struct JaccardMetricLoss: SoftTruthOverlapLoss {
  public static let specification = LossSpecification(
    id: "jaccard-metric", name: "Jaccard metric", family: .overlap,
    formula: "1 - (T + S) / (P + G - T + S), T = (P + G - sum abs(p-g)) / 2",
    source: "Wang et al. 2023",
    reference: .arXiv("2302.05666"),
    aliases: [PeerName(.monai, "DiceLoss(jaccard=True, soft_label=True)")],
    edgeCases: "0 at a perfect prediction, also of a soft truth, and when both are empty",
    unseen: .emptyTruths,
    parameters: [.smoothing])

  public let overlap: JaccardLoss

  public init(parameters: LossParameters) {
    overlap = JaccardLoss(smoothing: parameters["smoothing"])
  }
}
