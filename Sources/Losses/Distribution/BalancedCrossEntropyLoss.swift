/// The binary cross-entropy whose weights follow from the share of the foreground.
///
///     L = −mean[β g ln p + (1 − β)(1 − g) ln(1 − p)],  β = 1 − G/N
///
/// Logarithms take p clamped to [1e-7, 1 − 1e-7]; the gradient is 0 where the clamp acts.
/// Source: Xie and Tu (2015), "Holistically-nested edge detection", eq. 2 (there a sum).
public struct BalancedCrossEntropyLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "balanced-cross-entropy", name: "Balanced cross-entropy", family: .distribution,
    formula: "-mean[beta g ln p + (1-beta)(1-g) ln(1-p)], beta = 1 - G/N",
    source: "Xie and Tu 2015",
    reference: .arXiv("1504.06375"),
    edgeCases: "at most 1e-7 at a perfect hard prediction (the clamp); 0 for every prediction when "
      + "the truth is empty or full, since the other class then has weight 0",
    unseen: "everything where the truth is empty or full, where its weights are 0")

  public init(parameters: LossParameters) {}

  public func term(for sample: Sample) -> LogarithmTerm {
    let foregroundShare = sum(sample.truth.values) / Double(sample.grid.count)
    return LogarithmTerm(
      foregroundWeight: 1 - foregroundShare, backgroundWeight: foregroundShare)
  }
}
