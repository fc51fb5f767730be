/// ``UnifiedFocalLoss`` over exclusive classes, of which class 0 is the frequent one.
///
///     L = Σ_k λ mean[w_k g_k (1−p_k)^a_k (−ln p_k)] + (1−λ) (1 − m_k)^b_k
///     m_k = (TP_k + ε) / (TP_k + δ FN_k + (1−δ) FP_k + ε)
///
/// with w = 1 − δ, a = γ and b = 1 for class 0 and w = δ, a = 0 and b = 1 − γ for the others; of the
/// symmetric loss a = γ and b = 1 − γ for all. It has one value for all classes.
struct UnifiedFocalOverClasses: ClasswiseLoss {
  let loss: UnifiedFocalLoss
  let isTotal = true

  func value(_ group: ClassGroup, _ number: Int) -> Double {
    let (p, g) = (group.probabilities[number], group.truths[number])
    let error = 1 - loss.tverskyIndex(OverlapSums(p, g)).value
    return loss.focalWeight * entropy(number).mean(p, g)
      + (1 - loss.focalWeight) * (hasRoot(number) ? loss.root(error) : error)
  }

  func gradient(_ group: ClassGroup, _ number: Int) -> [Double] {
    let (p, g) = (group.probabilities[number], group.truths[number])
    let index = loss.tverskyIndex(OverlapSums(p, g))
    let rootSlope = hasRoot(number) ? loss.rootSlope(1 - index.value) : 1
    let overlap = index.slopes.scaled(by: (loss.focalWeight - 1) * rootSlope).gradient(p, g)
    return zip(overlap, entropy(number).meanGradient(p, g)).map { $0 + loss.focalWeight * $1 }
  }

  private func hasRoot(_ number: Int) -> Bool { loss.isSymmetric || number > 0 }

  private func entropy(_ number: Int) -> FocalTerm {
    FocalTerm(
      foregroundWeight: number == 0 ? 1 - loss.delta : loss.delta, backgroundWeight: 0,
      gamma: loss.isSymmetric || number == 0 ? loss.gamma : 0)
  }
}
