import RealModule

/// The penalty of ``NeighbourAwareCalibrationLoss`` over classes.
///
///     L_k = mean abs(u_k − x_k)ⁿ
///
/// with the logits x. Where probabilities are given they are ln p_k of exclusive classes, and
/// ln(p_k/(1 − p_k)) of independent ones, with p clamped to [1e-7, 1 − 1e-7]. Of exclusive classes it has one
/// value, the mean over all.
struct LogitPenaltyOverClasses: GroupedClassLoss {
  let penalty: LogitPenalty
  let relation: ClassRelation

  func columns(_ counted: [Int]) -> [Int]? { relation == .exclusive ? nil : counted }

  func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) -> [Double] {
    let values = group.truths.indices.map { number in
      let (x, u) = (logits(group, number), shares(group, number))
      return zip(x, u).reduce(0) { $0 + penalty.value($1.0, $1.1) } / Double(x.count)
    }
    return relation == .exclusive
      ? [values.reduce(0, +) / Double(values.count)] : counted.map { values[$0] }
  }

  func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) -> ClassSlopes {
    let count = Double(group.count)
    var slopes = group.truths.map { [Double](repeating: 0, count: $0.count) }
    let all = Array(group.truths.indices)
    let parts =
      relation == .exclusive
      ? all.map { ($0, factors[0] / Double(all.count)) } : Array(zip(counted, factors))
    for (number, factor) in parts {
      let (x, u) = (logits(group, number), shares(group, number))
      slopes[number] = zip(x, u).map { factor / count * penalty.slope($0, $1) }
    }
    guard target == .probabilities || group.activation == .none else {
      return ClassSlopes(scores: slopes)
    }
    for number in all {
      slopes[number] = zip(slopes[number], group.probabilities[number]).map { slope, p in
        isUnclamped(p) ? slope / (relation == .exclusive ? p : p * (1 - p)) : 0
      }
    }
    return ClassSlopes(probabilities: slopes)
  }

  /// x.
  private func logits(_ group: ClassGroup, _ number: Int) -> [Double] {
    guard group.activation == .none else { return group.scores[number] }
    return group.probabilities[number].map {
      relation == .exclusive ? .log(clamped($0)) : logit($0)
    }
  }

  /// u, which looks at neighbours of the same item.
  private func shares(_ group: ClassGroup, _ number: Int) -> [Double] {
    group.items.flatMap { _, item in
      item.kept(penalty.shares(of: item.truth[number], on: item.grid))
    }
  }
}
