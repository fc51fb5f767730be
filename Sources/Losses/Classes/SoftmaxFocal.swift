/// The focal loss of exclusive classes, with a weight for each.
///
///     L_k = mean_i[−α_k g_{k,i} (1 − p_{k,i})^γ ln p_{k,i}]
///
/// with γ ≥ 0 and α_k ≥ 0. Logarithms take p clamped to [1e-7, 1 − 1e-7]; so does the power when
/// γ < 1. Other than the focal loss of each class against the rest, it has no term for 1 − g: other
/// classes have one.
/// Source: Lin et al. (2017), "Focal loss for dense object detection", over the softmax as in MONAI's
/// `FocalLoss(use_softmax=True)`.
public struct SoftmaxFocal: ClasswiseLoss {
  /// γ.
  public let gamma: Double
  /// α_k by class; `nil` where they follow from one α.
  private let weights: [Double]?
  /// α: the background has 1 − α, the other classes α; `nil` where all have 1.
  private let alpha: Double?

  init(gamma: Double, alpha: Double?) {
    (self.gamma, self.alpha, weights) = (gamma, alpha, nil)
  }

  /// The focal loss with a weight α_k for each class; 1 when left out.
  ///
  /// - Throws: ``ClassError`` for γ < 0 or a negative weight.
  public init(gamma: Double, weights: [Double]? = nil) throws(ClassError) {
    guard gamma >= 0, gamma.isFinite else {
      throw .parameter("gamma", gamma, expected: "a number of at least 0")
    }
    for (number, weight) in (weights ?? []).enumerated() where !(weight >= 0 && weight.isFinite) {
      throw .weight(weight, class: number)
    }
    (self.gamma, self.weights, alpha) = (gamma, weights, nil)
  }

  public func value(_ group: ClassGroup, _ number: Int) throws -> Double {
    try term(number, of: group).mean(group.probabilities[number], group.truths[number])
  }

  public func gradient(_ group: ClassGroup, _ number: Int) throws -> [Double] {
    try term(number, of: group).meanGradient(group.probabilities[number], group.truths[number])
  }

  private func term(_ number: Int, of group: ClassGroup) throws(ClassError) -> FocalTerm {
    FocalTerm(
      foregroundWeight: try weight(number, of: group.truths.count), backgroundWeight: 0,
      gamma: gamma)
  }

  /// α_k of a class.
  private func weight(_ number: Int, of classes: Int) throws(ClassError) -> Double {
    if let weights, weights.count != classes {
      throw .weightCount(weights.count, classes: classes)
    }
    return weights?[number] ?? alpha.map { number == 0 ? 1 - $0 : $0 } ?? 1
  }
}

extension SoftmaxFocal: SoftmaxSumsLoss {
  func needs(_ reduction: ClassReduction) -> SoftmaxNeeds? {
    gamma == 2 ? SoftmaxNeeds(term: .squaredFocal, termsByClass: true) : nil
  }

  func values(
    _ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction
  ) throws -> [Double] {
    try counted.map { try weight($0, of: sums.terms.count) * sums.terms[$0] / sums.count }
  }

  func slopes(
    _ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction, factors: [Double]
  ) throws -> SoftmaxSlopes {
    var slopes = SoftmaxSlopes(classes: sums.terms.count)
    for (number, factor) in zip(counted, factors) {
      slopes.terms[number] = try factor * weight(number, of: sums.terms.count) / sums.count
    }
    return slopes
  }
}
