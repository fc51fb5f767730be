/// One minus the Dice coefficient of labels some of which are more alike than others.
///
///     L = 1 − (2 TP + S) / (P + G + S)
///
/// with S > 0: of two classes it is the Dice loss, whatever their distance. Over more exclusive classes it
/// is ``GeneralisedWassersteinDice``, where every two labels are equally far apart unless that type is
/// given distances.
/// Source: Fidon et al. (2017), "Generalised Wasserstein Dice score for imbalanced multi-class
/// segmentation using holistic convolutional networks", eq. 6 to 9.
public struct GeneralisedWassersteinDiceLoss: OverlapRatioLoss {
  public static let specification = LossSpecification(
    id: "generalised-wasserstein-dice", name: "Generalised Wasserstein Dice", family: .overlap,
    formula: "1 - (2 sum_i a_i (1 - W_i) + S) / (sum_i 2 a_i (1 - W_i) + W_i + S), "
      + "W_i the distance of the label from the prediction, a_i 0 in the background; "
      + "of one class 1 - (2 TP + S) / (P + G + S)",
    source: "Fidon et al. 2017",
    reference: .arXiv("1707.00478"),
    aliases: [PeerName(.monai, "GeneralizedWassersteinDiceLoss")],
    edgeCases: "0 at a perfect hard prediction, also when truth and prediction are both empty",
    unseen: .emptyTruths,
    parameters: [
      ParameterSpecification(
        "smoothing", default: 1e-5, in: .closed(1e-12, 1e6), "S, added to numerator and denominator"
      )
    ])

  /// S, added to numerator and denominator.
  public let smoothing: Double
  /// How classes are weighted where there are several.
  let weighting: GeneralisedWassersteinDice.Weighting

  public init(parameters: LossParameters) {
    self.init(smoothing: parameters["smoothing"], weighting: .foreground)
  }

  private init(smoothing: Double, weighting: GeneralisedWassersteinDice.Weighting) {
    self.smoothing = smoothing
    self.weighting = weighting
  }

  public func ratio(_ sums: OverlapSums) -> OverlapRatio { .dice(sums, smoothing: smoothing) }

  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive
      ? GeneralisedWassersteinDice(smoothing: smoothing, weighting: weighting) : OneVersusRest(self)
  }

  /// With classes weighted by their inverse volume; its other parts stay.
  public func written(as form: OverlapForm) -> (any Loss)? {
    guard form.weighting == .inverse, form.numeratorSmoothing == nil,
      form.denominatorSmoothing == nil, form.overlap == nil
    else { return nil }
    return GeneralisedWassersteinDiceLoss(smoothing: smoothing, weighting: .inverseVolume)
  }
}
