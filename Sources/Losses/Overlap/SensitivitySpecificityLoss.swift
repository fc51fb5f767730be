/// The squared error, averaged over foreground and background apart.
///
///     L = r Σ(g−p)² g / (Σg + ε) + (1−r) Σ(g−p)² (1−g) / (Σ(1−g) + ε)
///
/// with r in [0, 1] and ε = 1e-7.
/// Source: Brosch et al. (2015), "Deep convolutional encoder networks for multiple sclerosis lesion
/// segmentation", eq. 6.
public struct SensitivitySpecificityLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "sensitivity-specificity", name: "Sensitivity–specificity", family: .overlap,
    formula: "r sum (g-p)^2 g / (sum g + eps) + (1-r) sum (g-p)^2 (1-g) / (sum (1-g) + eps)",
    source: "Brosch et al. 2015",
    reference: .doi("10.1007/978-3-319-24574-4_1"),
    aliases: [PeerName(.segLossOdyssey, "SSLoss")],
    edgeCases: "0 at a perfect hard prediction; the part of a class that the truth does not have "
      + "is 0",
    parameters: [
      ParameterSpecification(
        "sensitivity-weight", default: 0.05, in: .closed(0, 1), "r, the weight of the foreground")
    ])

  /// r, the weight of the foreground.
  public let sensitivityWeight: Double

  public init(parameters: LossParameters) {
    sensitivityWeight = parameters["sensitivity-weight"]
  }

  public func term(for sample: Sample) -> SquaredErrorTerm {
    let count = Double(sample.grid.count)
    let foreground = sum(sample.truth.values)
    return SquaredErrorTerm(
      foregroundWeight: sensitivityWeight * count / (foreground + probabilityEpsilon),
      backgroundWeight: (1 - sensitivityWeight) * count
        / (count - foreground + probabilityEpsilon))
  }
}

/// (g − p)² (a g + b (1 − g)): the squared error of one element with class weights.
public struct SquaredErrorTerm: ElementTerm {
  /// a, the weight of the foreground.
  public let foregroundWeight: Double
  /// b, the weight of the background.
  public let backgroundWeight: Double

  private func weight(_ g: Double) -> Double {
    foregroundWeight * g + backgroundWeight * (1 - g)
  }

  public func value(_ p: Double, _ g: Double) -> Double {
    (g - p) * (g - p) * weight(g)
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    2 * (p - g) * weight(g)
  }
}
