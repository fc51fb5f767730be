import Texts

/// The losses that a program knows, in the order in which they are listed.
public struct Catalogue: Sendable {
  /// The types of loss, in order.
  public let losses: [any Loss.Type]

  /// A catalogue of the given losses.
  ///
  /// - Throws: ``LossError/duplicateLoss(_:)``.
  public init(_ losses: [any Loss.Type]) throws(LossError) {
    var seen: Set<String> = []
    for loss in losses where !seen.insert(loss.specification.id).inserted {
      throw .duplicateLoss(loss.specification.id)
    }
    self.losses = losses
  }

  private init(unchecked losses: [any Loss.Type]) { self.losses = losses }

  /// Every loss of this package. Adding one is one line here.
  public static let standard = Catalogue(unchecked: [
    CrossEntropyLoss.self,
    WeightedCrossEntropyLoss.self,
    BalancedCrossEntropyLoss.self,
    FocalLoss.self,
    TopKCrossEntropyLoss.self,
    DistancePenalisedCrossEntropyLoss.self,
    DiceLoss.self,
    SquaredDiceLoss.self,
    JaccardLoss.self,
    GeneralisedDiceLoss.self,
    TverskyLoss.self,
    FocalTverskyLoss.self,
    AsymmetricSimilarityLoss.self,
    SensitivitySpecificityLoss.self,
    LovaszLoss.self,
    LogCoshDiceLoss.self,
    BoundaryLoss.self,
    HausdorffDistanceTransformLoss.self,
    HausdorffOneSidedLoss.self,
    HausdorffErosionLoss.self,
    HausdorffConvolutionLoss.self,
    ActiveContourLoss.self,
    LevelSetLoss.self,
    ComboLoss.self,
    ExponentialLogarithmicLoss.self,
    DiceCrossEntropyLoss.self,
    DiceFocalLoss.self,
    DiceTopKLoss.self,
    UnifiedFocalLoss.self,
    TransformationConsistencyLoss.self,
  ])

  /// The seven losses of the article's figure, in its order.
  public static let figureLossIDs = [
    "cross-entropy", "weighted-cross-entropy", "focal", "dice", "tversky",
    "exponential-logarithmic", "combo",
  ]

  /// What each loss says of itself, in order.
  public var specifications: [LossSpecification] { losses.map { $0.specification } }

  /// This catalogue and one more loss.
  ///
  /// - Throws: ``LossError/duplicateLoss(_:)``.
  public func adding(_ loss: any Loss.Type) throws(LossError) -> Catalogue {
    try Catalogue(losses + [loss])
  }

  /// The type of the loss with an identifier.
  ///
  /// - Throws: ``LossError/unknownLoss(_:nearest:)``.
  public func type(id: String) throws(LossError) -> any Loss.Type {
    guard let loss = losses.first(where: { $0.specification.id == id }) else {
      throw .unknownLoss(id, nearest: nearestName(to: id, among: specifications.map(\.id)) ?? "")
    }
    return loss
  }

  /// The loss with an identifier and parameters.
  ///
  /// - Throws: ``LossError``.
  public func loss(
    id: String, parameters: [String: Double] = [:]
  ) throws(LossError) -> any Loss {
    let type = try type(id: id)
    return type.init(parameters: try LossParameters(parameters, for: type.specification))
  }
}
