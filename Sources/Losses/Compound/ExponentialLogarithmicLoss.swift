import RealModule

/// Powers of the logarithms of Dice and of the predicted probability.
///
///     L = w_d · mean_l (−ln Dice_l)^γ_d + w_c · mean[Σ_l g_l ω_l (−ln p_l)^γ_c]
///     Dice_l = (2 TP_l + S) / (P_l + G_l + S),  ω_l = √(N / G_l)
///
/// over l ∈ {background, foreground} with p_background = 1 − p; w_d, w_c ≥ 0, γ_d, γ_c in (0, 10],
/// S > 0. Dice_l and p_l are clamped to [1e-7, 1 − 1e-7], and the gradient is 0 where a clamp acts.
/// A class that the truth does not have weighs nothing in the second part.
/// Source: Wong et al. (2018), "3D segmentation with exponential logarithmic loss", eq. 1 to 5.
public struct ExponentialLogarithmicLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "exponential-logarithmic", name: "Exponential logarithmic", family: .compound,
    formula: "w_d mean_l (-ln Dice_l)^gamma_d + w_c mean[omega_l (-ln p_l)^gamma_c], "
      + "omega_l = sqrt(N/G_l)",
    source: "Wong et al. 2018",
    reference: .arXiv("1809.00076"),
    aliases: [PeerName(.segLossOdyssey, "ExpLog_loss")],
    edgeCases: "w_d (1e-7)^gamma_d + w_c (1e-7)^gamma_c Σ_l √(G_l/N) at a perfect hard prediction "
      + "(the clamps); a class absent from the truth has no cross-entropy",
    parameters: [
      ParameterSpecification("dice-weight", default: 0.8, in: .closed(0, 1e6), "w_d"),
      ParameterSpecification("cross-entropy-weight", default: 0.2, in: .closed(0, 1e6), "w_c"),
      ParameterSpecification("dice-gamma", default: 0.3, in: .closed(0.01, 10), "gamma_d"),
      ParameterSpecification("cross-entropy-gamma", default: 0.3, in: .closed(0.01, 10), "gamma_c"),
      .smoothing,
    ])

  /// w_d.
  public let diceWeight: Double
  /// w_c.
  public let crossEntropyWeight: Double
  /// γ_d.
  public let diceGamma: Double
  /// γ_c.
  public let crossEntropyGamma: Double
  /// S.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    diceWeight = parameters["dice-weight"]
    crossEntropyWeight = parameters["cross-entropy-weight"]
    diceGamma = parameters["dice-gamma"]
    crossEntropyGamma = parameters["cross-entropy-gamma"]
    smoothing = parameters["smoothing"]
  }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    let sums = OverlapSums(sample)
    return diceWeight * (dice.value(sums) + dice.value(sums.complement)) / 2
      + crossEntropyWeight * crossEntropy(sums).mean(over: sample)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let sums = OverlapSums(sample)
    let diceSlopes = dice.slopes(sums).combined(
      diceWeight / 2, dice.slopes(sums.complement).ofComplement, diceWeight / 2)
    let crossEntropy = crossEntropy(sums)
    let share = crossEntropyWeight / sums.count
    let gradient = mapElements(sample.prediction.values, sample.truth.values) { p, g in
      diceSlopes.truePositives * g + diceSlopes.prediction + share * crossEntropy.slope(p, g)
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// Of exclusive classes, l runs over all of them.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    guard relation == .exclusive else { return OneVersusRest(self) }
    return SumOverClasses([
      (diceWeight, LogarithmicDiceOverClasses(dice: dice)),
      (crossEntropyWeight, LogarithmPowerOverClasses(exponent: crossEntropyGamma)),
    ])
  }

  private var dice: LogarithmicDice { LogarithmicDice(exponent: diceGamma, smoothing: smoothing) }

  private func crossEntropy(_ sums: OverlapSums) -> LogarithmPowerTerm {
    func weight(_ truth: Double) -> Double {
      truth < probabilityEpsilon ? 0 : (sums.count / truth).squareRoot()
    }
    return LogarithmPowerTerm(
      foregroundWeight: weight(sums.truth), backgroundWeight: weight(sums.count - sums.truth),
      exponent: crossEntropyGamma)
  }
}

/// (−ln Dice)^γ of one class.
struct LogarithmicDice: Sendable {
  /// γ > 0.
  let exponent: Double
  /// S.
  let smoothing: Double

  func value(_ sums: OverlapSums) -> Double {
    logarithmPower(clamped(OverlapRatio.dice(sums, smoothing: smoothing).value), exponent)
  }

  func slopes(_ sums: OverlapSums) -> OverlapSlopes {
    let ratio = OverlapRatio.dice(sums, smoothing: smoothing)
    guard isUnclamped(ratio.value) else { return OverlapSlopes() }
    return ratio.slopes.scaled(by: logarithmPowerSlope(ratio.value, exponent))
  }
}

/// a g (−ln p)^γ + b (1−g) (−ln(1−p))^γ of one element.
public struct LogarithmPowerTerm: ElementTerm, StretchedTerm {
  /// a, the weight of the foreground.
  public let foregroundWeight: Double
  /// b, the weight of the background.
  public let backgroundWeight: Double
  /// γ > 0.
  public let exponent: Double

  package init(foregroundWeight: Double, backgroundWeight: Double, exponent: Double) {
    self.foregroundWeight = foregroundWeight
    self.backgroundWeight = backgroundWeight
    self.exponent = exponent
  }

  public func value(_ p: Double, _ g: Double) -> Double {
    let q = clamped(p)
    // Powers take long, and one is enough for a truth of 0 or 1.
    let foreground = g == 0 ? 0 : foregroundWeight * g * logarithmPower(q, exponent)
    let background = g == 1 ? 0 : backgroundWeight * (1 - g) * logarithmPower(1 - q, exponent)
    return foreground + background
  }

  /// Σ value(pᵢ, gᵢ), eight at a time for a truth of 0 and 1.
  public func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double {
    guard let p = predictions.baseAddress, let g = truths.baseAddress,
      let sum = WideKernels.logarithmPowerSum(
        p, g, count: predictions.count & ~7, foregroundWeight: foregroundWeight,
        backgroundWeight: backgroundWeight, exponent: exponent)
    else { return sumOneByOne(predictions, truths) }
    return sum + sumOfTail(predictions, truths)
  }

  /// As ``sum(_:_:)`` takes it.
  func sum(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>
  ) -> Double {
    sumOfVectors(predictions, truths, stretches, values)
  }

  /// The values of eight elements.
  @inline(__always)
  private func values(_ element: HardTruthVector) -> SIMD8<Double> {
    let weight = element.weight(foreground: foregroundWeight, background: backgroundWeight)
    // x^γ = e^(γ ln x), and −ln of a clamped probability is at least 1e-7.
    return weight * exponential(exponent * logarithm(-logarithm(element.right)))
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    guard isUnclamped(p) else { return 0 }
    return foregroundWeight * g * logarithmPowerSlope(p, exponent)
      - backgroundWeight * (1 - g) * logarithmPowerSlope(1 - p, exponent)
  }
}

/// (−ln q)^γ.
private func logarithmPower(_ q: Double, _ exponent: Double) -> Double {
  .pow(-.log(q), exponent)
}

/// The derivative of ``logarithmPower(_:_:)``.
private func logarithmPowerSlope(_ q: Double, _ exponent: Double) -> Double {
  -exponent * .pow(-.log(q), exponent - 1) / q
}
