import RealModule

/// The logarithm of one plus the Hausdorff loss by distance transforms.
///
///     L = ln(1 + H),  H = mean[(g − p)² (d_g^α + d_p^α)] + λ Dice
///
/// with H as in ``HausdorffDistanceTransformLoss``. It keeps a loss of the order of squared distances
/// near those of the order of 1 that it is added to. Any loss over −1 may take the place of H.
/// Over classes and a batch H is reduced first, so that the logarithm is of the loss as a whole, as in MONAI; the
/// tables then are those of H.
/// Source: Karimi and Salcudean (2019), eq. 8; the logarithm is MONAI's.
public struct LogHausdorffDistanceTransformLoss: TransformedLoss {
  public static let specification = LossSpecification(
    id: "log-hausdorff-distance-transform", name: "Log Hausdorff (distance transform)",
    family: .boundary,
    formula: "ln(1 + mean[(g-p)^2 (d_g^alpha + d_p^alpha)] + lambda Dice)",
    source: "Karimi and Salcudean 2019",
    reference: .arXiv("1904.10030"),
    aliases: [PeerName(.monai, "LogHausdorffDTLoss")],
    edgeCases: "0 at a perfect hard prediction; the distance to an empty or full mask is 0, so "
      + "the mean is 0 where both masks are empty or full",
    unseen: "everything where truth and predicted mask are empty or full",
    parameters: [.distanceExponent, .diceWeight])

  public static let wrapperName = "Log"
  public static let wrapperFormula = "ln(1 + L)"
  public static let wrapperParameters: [ParameterSpecification] = []

  public var inner: any Loss

  public init(parameters: LossParameters) {
    self.init(of: HausdorffDistanceTransformLoss(parameters: parameters), parameters: parameters)
  }

  public init(of inner: any Loss, parameters: LossParameters) {
    self.inner = inner
  }

  public func transform(_ value: Double) throws(LossError) -> (value: Double, slope: Double) {
    guard value > -1 else {
      throw .unsupportedSample(
        loss: Self.specification.id,
        reason: "the loss inside is \(value); expected more than -1, as of a loss that is never "
          + "negative")
    }
    return (.log(onePlus: value), 1 / (1 + value))
  }

  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    TransformOfReduced(loss: self, inner: inner.overClasses(relation))
  }
}

/// A function of the reduced values of a loss over classes.
private struct TransformOfReduced: ClassLoss {
  let loss: any TransformedLoss
  let inner: any ClassLoss

  func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)? {
    try inner.written(as: form).map { TransformOfReduced(loss: loss, inner: $0) }
  }

  func cautions(_ sample: ClassSample) throws -> [String] { try inner.cautions(sample) }

  func evaluate(
    _ sample: ClassSample, _ reduction: ClassReduction, gradient target: ClassGradient?
  ) throws -> ClassEvaluation {
    let evaluation = try inner.evaluate(sample, reduction, gradient: target)
    let parts = try evaluation.values.map(loss.transform)
    return ClassEvaluation(
      values: parts.map(\.value), tables: evaluation.tables,
      gradient: evaluation.gradient.map { fields in
        fields.map { $0.map { $0.map { parts[0].slope * $0 } } }
      }, ignoredItems: evaluation.ignoredItems)
  }
}
