/// The cross-entropy and a term that is linear in the probability of the wrong class.
///
///     L = mean[CE + ε (g (1 − p) + (1 − g) p)]
///
/// with ε in [−1, 100]: it changes the first coefficient of the expansion of CE in powers of the
/// probability of the wrong class, which is 1. Logarithms take p clamped to [1e-7, 1 − 1e-7].
/// Source: Leng et al. (2022), "PolyLoss: a polynomial expansion perspective of classification loss
/// functions", eq. 6.
public struct PolyCrossEntropyLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "poly-cross-entropy", name: "Poly-1 cross-entropy", family: .distribution,
    formula: "mean[CE + epsilon (g (1-p) + (1-g) p)]",
    source: "Leng et al. 2022",
    reference: .arXiv("2204.12511"),
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    parameters: [
      ParameterSpecification(
        "epsilon", default: 1, in: .closed(-1, 100), "weight of the linear term")
    ])

  /// ε, the weight of the linear term.
  public let epsilon: Double

  public init(parameters: LossParameters) {
    epsilon = parameters["epsilon"]
  }

  public func term(for sample: Sample) -> PolyTerm { PolyTerm(epsilon: epsilon) }
}

/// The cross-entropy of one element and ε times the probability of its wrong class.
public struct PolyTerm: ElementTerm {
  /// ε.
  public let epsilon: Double

  public func value(_ p: Double, _ g: Double) -> Double {
    LogarithmTerm().value(p, g) + epsilon * (g * (1 - p) + (1 - g) * p)
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    LogarithmTerm().slope(p, g) + epsilon * (1 - 2 * g)
  }
}

extension PolyCrossEntropyLoss {
  /// Of exclusive classes, it looks at the probability of the right one.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? RightClassLoss(self) : OneVersusRest(self)
  }
}
