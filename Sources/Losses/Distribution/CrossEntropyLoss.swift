/// The mean binary cross-entropy.
///
///     L = −mean[g ln p + (1 − g) ln(1 − p)]
///
/// `p` is clamped to [1e-7, 1 − 1e-7] in the logarithms; the gradient is 0 where the clamp acts.
/// Source: classical; see Goodfellow, Bengio and Courville (2016), eq. 3.51.
public struct CrossEntropyLoss: FixedTermLoss, SinglePrecisionLoss {
  public static let specification = LossSpecification(
    id: "cross-entropy", name: "Cross-entropy", family: .distribution,
    formula: "-mean[g ln p + (1-g) ln(1-p)]",
    source: "classical",
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask")

  public init(parameters: LossParameters) {}

  public typealias Term = LogarithmTerm

  public var term: LogarithmTerm { LogarithmTerm() }
}
