/// The weighted cross-entropy, and how far two predictions of the same object differ.
///
///     L = −mean[w g ln p + (1 − g) ln(1 − p)] + λ mean[(p − p′)²]
///
/// with w, λ ≥ 0. p′ is the sample's second prediction; when there is none it is made from p and the
/// sample's seed, so that equal seeds give equal values, by the kind `perturbation`:
///
/// - 0: Gaussian noise with standard deviation `noise` on the logit of p clamped to [1e-7, 1 − 1e-7];
/// - 1: dropout, which sets elements to 0 with probability `dropout-rate`;
/// - 2: a turn by a random angle in the plane of the last two axes with linear interpolation, and
///   its inverse. (A flip or a quarter turn and its inverse change nothing.)
///
/// p′ is constant for the gradient; in the papers the gradient flows through both predictions.
/// Source: Li et al. (2018), "Semi-supervised skin lesion segmentation via transformation consistent
/// self-ensembling model", eq. 4; Li et al. (2020), "Transformation-consistent self-ensembling model
/// for semi-supervised medical image segmentation".
public struct TransformationConsistencyLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "transformation-consistency", name: "Transformation consistency", family: .compound,
    formula: "-mean[w g ln p + (1-g) ln(1-p)] + lambda mean[(p - p')^2]",
    source: "Li et al. 2018",
    reference: .arXiv("1808.03887"),
    edgeCases: "at a perfect hard prediction only what the perturbation and the clamp of the "
      + "logarithm leave; finite for every mask",
    parameters: [
      ParameterSpecification("lambda", default: 1, in: .closed(0, 1e6), "weight of consistency"),
      .foregroundWeight,
      ParameterSpecification(
        "perturbation", default: 0, in: .integer(0, 2),
        "of a prediction without a second one: 0 noise, 1 dropout, 2 turn there and back"),
      ParameterSpecification(
        "noise", default: 0.5, in: .closed(0, 100), "standard deviation of the noise on the logit"),
      ParameterSpecification(
        "dropout-rate", default: 0.1, in: .closed(0, 1), "probability that an element becomes 0"),
    ])

  /// The cross-entropy.
  public let crossEntropy: WeightedCrossEntropyLoss
  /// λ.
  public let consistencyWeight: Double
  private let perturbation: Perturbation

  public init(parameters: LossParameters) {
    crossEntropy = WeightedCrossEntropyLoss(foregroundWeight: parameters["foreground-weight"])
    consistencyWeight = parameters["lambda"]
    perturbation =
      switch parameters["perturbation"] {
      case 0: .noise(parameters["noise"])
      case 1: .dropout(parameters["dropout-rate"])
      default: .turn
      }
  }

  public func value(_ sample: Sample) -> Double {
    let differences = sample.withSecondPrediction(perturbation) { second in
      sample.prediction.values.withUnsafeBufferPointer { p in
        sumOverBuffers(p, second) { p, second in (p - second) * (p - second) }
      }
    }
    return crossEntropy.value(sample)
      + consistencyWeight * differences / Double(sample.keptCount)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let share = 2 * consistencyWeight / Double(sample.keptCount)
    var gradient = crossEntropy.gradient(sample).values
    sample.withSecondPrediction(perturbation) { second in
      for index in gradient.indices {
        gradient[index] += share * (sample.prediction.values[index] - second[index])
      }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}
