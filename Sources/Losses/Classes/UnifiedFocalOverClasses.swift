import RealModule

/// ``UnifiedFocalLoss`` over exclusive classes, of which class 0 is the frequent one.
///
///     L = λ mean[(1−δ) g_0 (1−p_0)^γ (−ln p_0) + δ Σ_{k>0} g_k (−ln p_k)]
///       + (1−λ) [(1 − m_0) + Σ_{k>0} (1 − m_k)^(1−γ)]
///     m_k = (TP_k + ε) / (TP_k + δ FN_k + (1−δ) FP_k + ε)
///
/// It has one value for all classes.
struct UnifiedFocalOverClasses: GroupedClassLoss {
  let loss: UnifiedFocalLoss

  func columns(_ counted: [Int]) -> [Int]? { nil }

  func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) -> [Double] {
    let values = group.probabilities.indices.map { number in
      let (p, g) = (group.probabilities[number], group.truths[number])
      let error = 1 - loss.tverskyIndex(OverlapSums(p, g)).value
      let entropy = number == 0 ? background.mean(p, g) : foreground.mean(p, g)
      return loss.focalWeight * entropy
        + (1 - loss.focalWeight) * (number == 0 ? error : loss.root(error))
    }
    return [values.reduce(0, +)]
  }

  func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) -> ClassSlopes {
    ClassSlopes(
      probabilities: group.probabilities.indices.map { number in
        let (p, g) = (group.probabilities[number], group.truths[number])
        let index = loss.tverskyIndex(OverlapSums(p, g))
        let rootSlope = number == 0 ? 1 : loss.rootSlope(1 - index.value)
        let overlap = index.slopes.scaled(by: (loss.focalWeight - 1) * rootSlope).gradient(p, g)
        let entropy =
          number == 0 ? background.meanGradient(p, g) : foreground.meanGradient(p, g)
        return zip(overlap, entropy).map { factors[0] * ($0 + loss.focalWeight * $1) }
      })
  }

  /// Of class 0.
  private var background: FocalTerm {
    FocalTerm(foregroundWeight: 1 - loss.delta, backgroundWeight: 0, gamma: loss.gamma)
  }

  /// Of the other classes.
  private var foreground: LogarithmTerm {
    LogarithmTerm(foregroundWeight: loss.delta, backgroundWeight: 0)
  }
}
