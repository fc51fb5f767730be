import RealModule

/// A loss between cross-entropy (q → 0) and mean absolute error (q = 1), which wrong labels disturb
/// less than they disturb cross-entropy.
///
///     L = mean[g (1 − p^q)/q + (1 − g)(1 − (1−p)^q)/q]
///
/// with q in (0, 1]. Below q = 1, where the slope of the power has no bound at 0, it takes p clamped to
/// [1e-7, 1 − 1e-7], and the gradient is 0 where the clamp acts.
/// Source: Zhang and Sabuncu (2018), "Generalized cross entropy loss for training deep neural networks
/// with noisy labels", eq. 6, without truncation.
public struct GeneralisedCrossEntropyLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "generalised-cross-entropy", name: "Generalised cross-entropy", family: .distribution,
    formula: "mean[g (1 - p^q)/q + (1-g)(1 - (1-p)^q)/q]",
    source: "Zhang and Sabuncu 2018",
    reference: .arXiv("1805.07836"),
    edgeCases:
      "0 at a perfect hard prediction for q = 1, at most 1e-7 below (the clamp); finite for "
      + "every mask",
    parameters: [
      ParameterSpecification(
        "q", default: 0.7, in: .openBelow(0, 1), "0 is cross-entropy, 1 the mean absolute error")
    ])

  /// q.
  public let exponent: Double

  public init(parameters: LossParameters) {
    exponent = parameters["q"]
  }

  public func term(for sample: Sample) -> PowerDeficitTerm { PowerDeficitTerm(exponent: exponent) }
}

/// g (1 − p^q)/q + (1 − g)(1 − (1−p)^q)/q: what the right class lacks of probability 1.
public struct PowerDeficitTerm: ElementTerm {
  /// q, in (0, 1].
  public let exponent: Double

  public func value(_ p: Double, _ g: Double) -> Double {
    let p = exponent < 1 ? clamped(p) : p
    return g * deficit(p) + (1 - g) * deficit(1 - p)
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    guard exponent < 1 else { return 1 - 2 * g }
    guard isUnclamped(p) else { return 0 }
    return (1 - g) * .pow(1 - p, exponent - 1) - g * .pow(p, exponent - 1)
  }

  /// (1 − x^q)/q, with all digits however small q is.
  private func deficit(_ x: Double) -> Double {
    -Double.expMinusOne(exponent * .log(x)) / exponent
  }
}

extension GeneralisedCrossEntropyLoss {
  /// Of exclusive classes, it looks at the probability of the right one.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? RightClassLoss(self) : OneVersusRest(self)
  }
}
