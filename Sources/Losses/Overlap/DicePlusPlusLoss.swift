import RealModule

/// One minus a Dice coefficient whose errors are raised to a power, so that it rewards confidence less.
///
///     L = 1 − (2 TP + S) / (2 TP + Σ (g (1−p))^γ + Σ ((1−g) p)^γ + S)
///
/// with TP = Σ p g, γ in [1, 10] and smoothing S > 0. γ = 1 is the Dice loss.
/// Source: Yeung et al. (2023), "Calibrating the Dice loss to handle neural network overconfidence for
/// biomedical image segmentation" (DSC++, there without S).
public struct DicePlusPlusLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "dice-plus-plus", name: "Dice++", family: .overlap,
    formula: "1 - (2 TP + S) / (2 TP + sum (g (1-p))^gamma + sum ((1-g) p)^gamma + S)",
    source: "Yeung et al. 2023",
    reference: .doi("10.1007/s10278-022-00735-3"),
    edgeCases: "0 at a perfect hard prediction, also when truth and prediction are both empty",
    unseen: .emptyTruths,
    parameters: [
      ParameterSpecification("gamma", default: 2, in: .closed(1, 10), "power of the errors"),
      .smoothing,
    ])

  /// S, added to numerator and denominator.
  public let smoothing: Double
  private let errors: ClassErrorPower

  public init(parameters: LossParameters) {
    errors = ClassErrorPower(exponent: parameters["gamma"])
    smoothing = parameters["smoothing"]
  }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    let (numerator, denominator) = parts(sample)
    return 1 - numerator / denominator
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let (numerator, denominator) = parts(sample)
    let ratio = numerator / denominator
    let gradient = mapElements(sample.prediction.values, sample.truth.values) { p, g in
      (ratio * (2 * g + errors.slope(p, g)) - 2 * g) / denominator
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private func parts(_ sample: Sample) -> (numerator: Double, denominator: Double) {
    let numerator = 2 * OverlapSums(sample).truePositives + smoothing
    return (numerator, numerator + errors.total(over: sample))
  }
}

/// (g (1−p))^γ + ((1−g) p)^γ: the errors of one element in its foreground and its background.
struct ClassErrorPower: ElementTerm {
  /// γ ≥ 1.
  let exponent: Double

  func value(_ p: Double, _ g: Double) -> Double {
    let power = PowerFactor(exponent: exponent)
    return power.value(g * (1 - p)) + power.value((1 - g) * p)
  }

  func slope(_ p: Double, _ g: Double) -> Double {
    let power = PowerFactor(exponent: exponent)
    return (1 - g) * power.slope((1 - g) * p) - g * power.slope(g * (1 - p))
  }
}
