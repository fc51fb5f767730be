/// The Dice part of ``ExponentialLogarithmicLoss`` over classes.
///
///     L_k = (−ln Dice_k)^γ
struct LogarithmicDiceOverClasses: ClasswiseLoss {
  let dice: LogarithmicDice

  func value(_ group: ClassGroup, _ number: Int) -> Double {
    dice.value(OverlapSums(group.probabilities[number], group.truths[number]))
  }

  func gradient(_ group: ClassGroup, _ number: Int) -> [Double] {
    let (p, g) = (group.probabilities[number], group.truths[number])
    return dice.slopes(OverlapSums(p, g)).gradient(p, g)
  }
}

/// The cross-entropy part of ``ExponentialLogarithmicLoss`` over exclusive classes.
///
///     L = mean[Σ_k g_k ω_k (−ln p_k)^γ],  ω_k = √(N / G_k)
struct LogarithmPowerOverClasses: ClasswiseLoss {
  let exponent: Double
  let isTotal = true

  func value(_ group: ClassGroup, _ number: Int) -> Double {
    term(group, number).mean(group.probabilities[number], group.truths[number])
  }

  func gradient(_ group: ClassGroup, _ number: Int) -> [Double] {
    term(group, number).meanGradient(group.probabilities[number], group.truths[number])
  }

  private func term(_ group: ClassGroup, _ number: Int) -> LogarithmPowerTerm {
    let volume = sum(group.truths[number])
    let weight = volume < probabilityEpsilon ? 0 : (Double(group.count) / volume).squareRoot()
    return LogarithmPowerTerm(foregroundWeight: weight, backgroundWeight: 0, exponent: exponent)
  }
}
