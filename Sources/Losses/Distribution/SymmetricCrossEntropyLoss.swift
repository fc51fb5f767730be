import RealModule

/// The cross-entropy of prediction and truth, and that of truth and prediction.
///
///     L = α CE − β mean[p ln g + (1 − p) ln(1 − g)],  CE = −mean[g ln p + (1−g) ln(1−p)]
///
/// with α, β in [0, 1000]. The logarithm of a truth is at least A in [−100, 0], which stands for ln 0,
/// so that the second part is −A times the mean absolute error where the truth is 0 or 1. The
/// logarithms of CE take p clamped to [1e-7, 1 − 1e-7].
/// Source: Wang et al. (2019), "Symmetric cross entropy for robust learning with noisy labels".
public struct SymmetricCrossEntropyLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "symmetric-cross-entropy", name: "Symmetric cross-entropy", family: .distribution,
    formula: "alpha CE - beta mean[p ln g + (1-p) ln(1-g)], ln x at least A",
    source: "Wang et al. 2019",
    reference: .arXiv("1908.06112"),
    edgeCases: "alpha 1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    parameters: [
      ParameterSpecification(
        "alpha", default: 0.1, in: .closed(0, 1000), "weight of the cross-entropy"),
      ParameterSpecification(
        "beta", default: 1, in: .closed(0, 1000), "weight of the reverse cross-entropy"),
      ParameterSpecification(
        "logarithm-of-zero", default: -4, in: .closed(-100, 0), "A, what stands for ln 0"),
    ])

  private let symmetric: SymmetricLogarithmTerm

  public init(parameters: LossParameters) {
    symmetric = SymmetricLogarithmTerm(
      weight: parameters["alpha"], reverseWeight: parameters["beta"],
      logarithmOfZero: parameters["logarithm-of-zero"])
  }

  public func term(for sample: Sample) -> SymmetricLogarithmTerm { symmetric }
}

/// −α (g ln p + (1 − g) ln(1 − p)) − β (p ln g + (1 − p) ln(1 − g)).
public struct SymmetricLogarithmTerm: ElementTerm {
  /// α.
  public let weight: Double
  /// β.
  public let reverseWeight: Double
  /// A, the least logarithm of a truth.
  public let logarithmOfZero: Double

  public func value(_ p: Double, _ g: Double) -> Double {
    weight * LogarithmTerm().value(p, g)
      - reverseWeight * (p * logarithm(g) + (1 - p) * logarithm(1 - g))
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    weight * LogarithmTerm().slope(p, g) + reverseWeight * (logarithm(1 - g) - logarithm(g))
  }

  private func logarithm(_ truth: Double) -> Double { max(.log(truth), logarithmOfZero) }
}

extension SymmetricCrossEntropyLoss {
  /// Of exclusive classes, it looks at the probability of the right one.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? RightClassLoss(self) : OneVersusRest(self)
  }
}
