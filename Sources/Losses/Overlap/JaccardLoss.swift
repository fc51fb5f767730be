/// One minus the soft Jaccard index (intersection over union).
///
///     L = 1 − (TP + S) / (P + G − TP + S)
///
/// with TP = Σ p g, P = Σ p, G = Σ g and smoothing S > 0.
/// Source: Rahman and Wang (2016), "Optimizing intersection-over-union in deep neural networks",
/// eq. 3 to 5 (there without S).
public struct JaccardLoss: SmoothedRatioLoss {
  public static let specification = LossSpecification(
    id: "jaccard", name: "Jaccard", family: .overlap,
    formula: "1 - (TP + S) / (P + G - TP + S)",
    source: "Rahman and Wang 2016",
    reference: .doi("10.1007/978-3-319-50835-1_22"),
    aliases: [
      PeerName(.monai, "DiceLoss(jaccard=True)"), PeerName(.segmentationModels, "JaccardLoss"),
      PeerName(.segLossOdyssey, "IoULoss"), PeerName(.pywick, "mIoULoss"),
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
    OverlapRatio(
      numerator: sums.truePositives + smoothing,
      denominator: sums.prediction + sums.truth - sums.truePositives + smoothing,
      numeratorSlopes: OverlapSlopes(truePositives: 1),
      denominatorSlopes: OverlapSlopes(truePositives: -1, prediction: 1))
  }
}
