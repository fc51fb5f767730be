/// The Dice part of ``ExponentialLogarithmicLoss`` over classes.
///
///     L_k = (−ln Dice_k)^γ
struct LogarithmicDiceOverClasses: GroupedClassLoss {
  let dice: LogarithmicDice

  func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) -> [Double] {
    counted.map { dice.value(OverlapSums(group.probabilities[$0], group.truths[$0])) }
  }

  func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) -> ClassSlopes {
    var slopes = group.probabilities.map { [Double](repeating: 0, count: $0.count) }
    for (number, factor) in zip(counted, factors) where factor != 0 {
      let (p, g) = (group.probabilities[number], group.truths[number])
      slopes[number] = dice.slopes(OverlapSums(p, g)).scaled(by: factor).gradient(p, g)
    }
    return ClassSlopes(probabilities: slopes)
  }
}

/// The cross-entropy part of ``ExponentialLogarithmicLoss`` over exclusive classes.
///
///     L = mean[Σ_k g_k ω_k (−ln p_k)^γ],  ω_k = √(N / G_k)
struct LogarithmPowerOverClasses: GroupedClassLoss {
  let exponent: Double

  func columns(_ counted: [Int]) -> [Int]? { nil }

  func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) -> [Double] {
    let values = group.probabilities.indices.map { number in
      term(group, number).mean(group.probabilities[number], group.truths[number])
    }
    return [values.reduce(0, +)]
  }

  func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) -> ClassSlopes {
    ClassSlopes(
      probabilities: group.probabilities.indices.map { number in
        term(group, number).meanGradient(group.probabilities[number], group.truths[number])
          .map { factors[0] * $0 }
      })
  }

  private func term(_ group: ClassGroup, _ number: Int) -> LogarithmPowerTerm {
    let volume = sum(group.truths[number])
    let weight = volume < probabilityEpsilon ? 0 : (Double(group.count) / volume).squareRoot()
    return LogarithmPowerTerm(foregroundWeight: weight, backgroundWeight: 0, exponent: exponent)
  }
}
