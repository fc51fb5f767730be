/// The binary cross-entropy with a weight on the foreground.
///
///     L = −mean[w g ln p + (1 − g) ln(1 − p)]
///
/// with w ≥ 0; logarithms take p clamped to [1e-7, 1 − 1e-7], and the gradient is 0 where the clamp
/// acts.
/// Source: Ronneberger, Fischer and Brox (2015), "U-Net", eq. 1 (there with a map of weights);
/// PyTorch's `pos_weight`.
public struct WeightedCrossEntropyLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "weighted-cross-entropy", name: "Weighted cross-entropy", family: .distribution,
    formula: "-mean[w g ln p + (1-g) ln(1-p)]",
    source: "Ronneberger et al. 2015",
    reference: .arXiv("1505.04597"),
    aliases: [
      PeerName(.pyTorch, "BCEWithLogitsLoss(pos_weight)"),
      PeerName(.segLossOdyssey, "WeightedCrossEntropyLoss"),
    ],
    edgeCases: "at most w·1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    parameters: [.foregroundWeight])

  /// w, the weight of the foreground.
  public let foregroundWeight: Double

  public init(parameters: LossParameters) {
    foregroundWeight = parameters["foreground-weight"]
  }

  init(foregroundWeight: Double) { self.foregroundWeight = foregroundWeight }

  public func term(for sample: Sample) -> LogarithmTerm {
    LogarithmTerm(foregroundWeight: foregroundWeight)
  }
}
