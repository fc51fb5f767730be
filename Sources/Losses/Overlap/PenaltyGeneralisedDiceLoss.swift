/// The generalised Dice loss, flattened where it is large.
///
///     L = D / (1 + k (1 − D)),  D the generalised Dice loss
///
/// with k ≥ 0; k = 0 is D itself. Any loss below 1 + 1/k may take the place of D. The penalty k (1 − D) divides a loss that is nearly 1 by nearly 1 and
/// a small one by nearly 1 + k, so that the slope grows with D.
/// Source: Yang et al. (2019), "Major vessel segmentation on X-ray coronary angiography using deep
/// networks with a novel penalty loss function", as Ma et al. (2021), "Loss odyssey in medical image
/// segmentation", have it.
public struct PenaltyGeneralisedDiceLoss: TransformedLoss {
  public static let specification = LossSpecification(
    id: "penalty-generalised-dice", name: "Penalty generalised Dice", family: .overlap,
    formula: "D / (1 + k (1 - D)), D the generalised Dice loss",
    source: "Yang et al. 2019, as in Ma et al. 2021",
    reference: .doi("10.1016/j.media.2021.102035"),
    aliases: [PeerName(.segLossOdyssey, "PenaltyGDiceLoss")],
    edgeCases: "0 at a perfect hard prediction; a class absent from the truth takes the weight "
      + "of the other",
    parameters: wrapperParameters)

  public static let wrapperName = "Penalty"
  public static let wrapperFormula = "L / (1 + k (1 - L))"
  public static let wrapperParameters = [
    ParameterSpecification("penalty", default: 2.5, in: .closed(0, 1e6), "k")
  ]

  /// k.
  public let penalty: Double
  public var inner: any Loss

  public init(parameters: LossParameters) {
    self.init(of: GeneralisedDiceLoss(), parameters: parameters)
  }

  public init(of inner: any Loss, parameters: LossParameters) {
    self.inner = inner
    penalty = parameters["penalty"]
  }

  public func transform(_ value: Double) throws(LossError) -> (value: Double, slope: Double) {
    let denominator = 1 + penalty * (1 - value)
    guard denominator > 0 else {
      throw .unsupportedSample(
        loss: Self.specification.id,
        reason: "the loss inside is \(value); expected less than 1 + 1/penalty = "
          + "\(1 + 1 / penalty), as of a loss in [0, 1], or a smaller penalty")
    }
    return (value / denominator, (1 + penalty) / (denominator * denominator))
  }
}
