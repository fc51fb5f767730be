/// The length of the contour of the prediction, and the error inside and outside of it.
///
///     L = μ · mean √(|∇p|² + ε) + mean[p (1 − g)²] + mean[(1 − p) g²] + w_CE · WCE
///
/// with forward differences divided by the spacing, 0 at the last element of each axis, ε = 1e-7,
/// μ ≥ 0, and the weighted cross-entropy WCE (foreground weight w) with w_CE = 0 unless it is asked
/// for, as the survey does. The means in the paper's absolute values are never negative here.
/// Source: Chen et al. (2019), "Learning active contour models for medical image segmentation",
/// eq. 4 to 7 with c₁ = 1, c₂ = 0; the paper weighs the region and not the length.
public struct ActiveContourLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "active-contour", name: "Active contour", family: .boundary,
    formula: "mu mean sqrt(|grad p|^2 + eps) + mean[p (1-g)^2] + mean[(1-p) g^2] + w_CE WCE",
    source: "X. Chen et al. 2019",
    reference: .doi("10.1109/CVPR.2019.01190"),
    aliases: [PeerName(.pywick, "ActiveContourLoss")],
    edgeCases:
      "mu times the mean length of the contour of g at a perfect hard prediction, at least "
      + "mu sqrt(1e-7); finite for every mask",
    parameters: [
      ParameterSpecification("mu", default: 1, in: .closed(0, 1e6), "weight of the length"),
      ParameterSpecification(
        "cross-entropy-weight", default: 0, in: .closed(0, 1e6),
        "weight of the weighted cross-entropy"),
      .foregroundWeight,
    ])

  /// μ.
  public let lengthWeight: Double
  /// w_CE.
  public let crossEntropyWeight: Double
  /// The cross-entropy that may be added.
  public let crossEntropy: WeightedCrossEntropyLoss

  public init(parameters: LossParameters) {
    lengthWeight = parameters["mu"]
    crossEntropyWeight = parameters["cross-entropy-weight"]
    crossEntropy = WeightedCrossEntropyLoss(foregroundWeight: parameters["foreground-weight"])
  }

  public func value(_ sample: Sample) -> Double {
    let region = sumOverElements(sample.prediction.values, sample.truth.values) { p, g in
      p * (1 - g) * (1 - g) + (1 - p) * g * g
    }
    let length = MeanGradientLength(sample).value(sample.prediction.values)
    let value = lengthWeight * length + region / Double(sample.keptCount)
    return crossEntropyWeight == 0
      ? value : value + crossEntropyWeight * crossEntropy.value(sample)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let share = 1 / Double(sample.keptCount)
    // (1 − g)² − g² = 1 − 2g.
    var gradient = mapElements(sample.prediction.values, sample.truth.values) { _, g in
      (1 - 2 * g) * share
    }
    MeanGradientLength(sample).addGradient(
      sample.prediction.values, times: lengthWeight, to: &gradient)
    if crossEntropyWeight != 0 {
      let part = crossEntropy.gradient(sample).values
      for index in gradient.indices { gradient[index] += crossEntropyWeight * part[index] }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}
