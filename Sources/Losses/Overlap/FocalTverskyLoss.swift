import RealModule

/// A power of the Tversky loss.
///
///     L = T^(1/γ),  T = 1 − (TP + S) / (TP + α FP + β FN + S)
///
/// with α, β ≥ 0, γ in (0, 10] and S > 0. For γ > 1 the slope has no bound as T → 0; value and
/// slope are taken as 0 where T ≤ 1e-12.
/// Source: Abraham and Khan (2018), "A novel focal Tversky loss function", eq. 4 (one class). The
/// paper writes α for the weight of false negatives and β for that of false positives.
public struct FocalTverskyLoss: OverlapLoss {
  public static let specification = LossSpecification(
    id: "focal-tversky", name: "Focal Tversky", family: .overlap,
    formula: "T^(1/gamma), T = 1 - (TP + S) / (TP + alpha FP + beta FN + S)",
    source: "Abraham and Khan 2018",
    reference: .arXiv("1810.07842"),
    aliases: [
      PeerName(.segmentationModels, "TverskyLoss(gamma)"),
      PeerName(.segLossOdyssey, "FocalTversky_loss"),
    ],
    edgeCases: "0 at a perfect hard prediction, where the gradient is 0 too",
    unseen: .emptyTruths,
    parameters: [
      .falsePositiveWeight, .falseNegativeWeight,
      ParameterSpecification(
        "gamma", default: 4.0 / 3, in: .openBelow(0, 10), "T is raised to the power 1/gamma"),
      .smoothing,
    ])

  /// The loss whose power is taken.
  public let tversky: TverskyLoss
  /// γ.
  public let gamma: Double

  public init(parameters: LossParameters) {
    tversky = TverskyLoss(
      alpha: parameters["alpha"], beta: parameters["beta"], smoothing: parameters["smoothing"])
    gamma = parameters["gamma"]
  }

  public func value(_ sums: OverlapSums) -> Double { power(tversky.value(sums)).value }

  public func slopes(_ sums: OverlapSums) -> OverlapSlopes {
    tversky.slopes(sums).scaled(by: power(tversky.value(sums)).slope)
  }

  /// The power of a Tversky loss in that form.
  public func written(as form: OverlapForm) -> (any Loss)? {
    tversky.written(as: form).map { FunctionOfLoss(inner: $0, function: power) }
  }

  /// T^(1/γ) and its derivative. Where T is 0 but for rounding the slope of its root has no meaning.
  private func power(_ base: Double) -> (value: Double, slope: Double) {
    guard gamma <= 1 || base > 1e-12 else { return (0, 0) }
    let base = max(base, 0)
    return (.pow(base, 1 / gamma), .pow(base, 1 / gamma - 1) / gamma)
  }
}
