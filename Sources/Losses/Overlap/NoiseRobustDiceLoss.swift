import RealModule

/// The Dice loss with a power of the error in place of its square, which wrong labels disturb less.
///
///     L = Σ abs(p − g)^γ / (Σp² + Σg² + ε)
///
/// with γ in [1, 2] and ε > 0. γ = 2 is the squared Dice loss but for the place of its smoothing;
/// γ = 1 is a mean absolute error with a weight. Not bounded by 1: where truth and prediction are
/// nearly empty it is of the order of Σ p^γ / (Σp² + ε). The slope of abs is 0 at 0.
/// Source: Wang et al. (2020), "A noise-robust framework for automatic segmentation of COVID-19
/// pneumonia lesions from CT images".
public struct NoiseRobustDiceLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "noise-robust-dice", name: "Noise-robust Dice", family: .overlap,
    formula: "sum abs(p-g)^gamma / (sum p^2 + sum g^2 + eps)",
    source: "Wang et al. 2020",
    reference: .doi("10.1109/TMI.2020.3000314"),
    edgeCases:
      "0 at a perfect prediction; without bound 1 where truth and prediction are nearly empty",
    parameters: [
      ParameterSpecification("gamma", default: 1.5, in: .closed(1, 2), "power of the error"),
      ParameterSpecification(
        "epsilon", default: 1e-5, in: .closed(1e-12, 1e6), "eps, added to the denominator"),
    ])

  /// ε, added to the denominator.
  public let epsilon: Double
  private let errors: AbsoluteErrorPower

  public init(parameters: LossParameters) {
    errors = AbsoluteErrorPower(exponent: parameters["gamma"])
    epsilon = parameters["epsilon"]
  }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    errors.total(over: sample) / denominator(sample)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let denominator = denominator(sample)
    let value = errors.total(over: sample) / denominator
    let gradient = mapElements(sample.prediction.values, sample.truth.values) { p, g in
      (errors.slope(p, g) - value * 2 * p) / denominator
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private func denominator(_ sample: Sample) -> Double {
    let sums = OverlapSums(sample)
    return sums.squaredPrediction + sums.squaredTruth + epsilon
  }
}

/// abs(p − g)^γ of one element.
struct AbsoluteErrorPower: ElementTerm {
  /// γ ≥ 1.
  let exponent: Double

  func value(_ p: Double, _ g: Double) -> Double {
    PowerFactor(exponent: exponent).value(abs(p - g))
  }

  func slope(_ p: Double, _ g: Double) -> Double {
    guard p != g else { return 0 }
    let slope = PowerFactor(exponent: exponent).slope(abs(p - g))
    return p > g ? slope : -slope
  }
}
