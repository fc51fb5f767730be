/// The generalised Dice loss, flattened where it is large.
///
///     L = D / (1 + k (1 − D)),  D the generalised Dice loss
///
/// with k ≥ 0; k = 0 is D itself. The penalty k (1 − D) divides a loss that is nearly 1 by nearly 1 and
/// a small one by nearly 1 + k, so that the slope grows with D.
/// Source: Yang et al. (2019), "Major vessel segmentation on X-ray coronary angiography using deep
/// networks with a novel penalty loss function", as Ma et al. (2021), "Loss odyssey in medical image
/// segmentation", have it.
public struct PenaltyGeneralisedDiceLoss: TransformedLoss {
  public static let specification = LossSpecification(
    id: "penalty-generalised-dice", name: "Penalty generalised Dice", family: .overlap,
    formula: "D / (1 + k (1 - D)), D the generalised Dice loss",
    source: "Yang et al. 2019",
    reference: .doi("10.1016/j.media.2021.102035"),
    edgeCases: "0 at a perfect hard prediction; a class absent from the truth takes the weight "
      + "of the other",
    parameters: [
      ParameterSpecification("penalty", default: 2.5, in: .closed(0, 1e6), "k")
    ])

  /// k.
  public let penalty: Double
  public let inner: any Loss

  public init(parameters: LossParameters) {
    self.init(of: GeneralisedDiceLoss(), penalty: parameters["penalty"])
  }

  /// The same of any loss in [0, 1], with k ≥ 0.
  public init(of inner: any Loss, penalty: Double) {
    self.inner = inner
    self.penalty = penalty
  }

  public func transform(_ value: Double) -> Double {
    value / (1 + penalty * (1 - value))
  }

  public func transformSlope(_ value: Double) -> Double {
    let denominator = 1 + penalty * (1 - value)
    return (1 + penalty) / (denominator * denominator)
  }
}
