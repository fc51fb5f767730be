extension Catalogue {
  /// Every loss of this package. Adding one is one line here.
  public static let standard = Catalogue(unchecked: [
    LossEntry(CrossEntropyLoss.self),
    LossEntry(WeightedCrossEntropyLoss.self),
    LossEntry(BalancedCrossEntropyLoss.self),
    LossEntry(FocalLoss.self),
    LossEntry(TopKCrossEntropyLoss.self),
    LossEntry(DistancePenalisedCrossEntropyLoss.self),
    LossEntry(DiceLoss.self),
    LossEntry(SquaredDiceLoss.self),
    LossEntry(JaccardLoss.self),
    LossEntry(GeneralisedDiceLoss.self),
    LossEntry(TverskyLoss.self),
    LossEntry(FocalTverskyLoss.self),
    LossEntry(AsymmetricSimilarityLoss.self),
    LossEntry(SensitivitySpecificityLoss.self),
    LossEntry(LovaszLoss.self),
    LossEntry(LogCoshDiceLoss.self),
    LossEntry(BoundaryLoss.self),
    LossEntry(HausdorffDistanceTransformLoss.self),
    LossEntry(HausdorffOneSidedLoss.self),
    LossEntry(HausdorffErosionLoss.self),
    LossEntry(HausdorffConvolutionLoss.self),
    LossEntry(ActiveContourLoss.self),
    LossEntry(LevelSetLoss.self),
    LossEntry(ComboLoss.self),
    LossEntry(ExponentialLogarithmicLoss.self),
    LossEntry(DiceCrossEntropyLoss.self),
    LossEntry(DiceFocalLoss.self),
    LossEntry(DiceTopKLoss.self),
    LossEntry(UnifiedFocalLoss.self),
    LossEntry(TransformationConsistencyLoss.self),
  ])

  /// The seven losses of the article's figure, in its order.
  public static let figureLossIDs = [
    "cross-entropy", "weighted-cross-entropy", "focal", "dice", "tversky",
    "exponential-logarithmic", "combo",
  ]
}
