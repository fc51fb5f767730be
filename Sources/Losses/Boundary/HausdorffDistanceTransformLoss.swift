/// The squared error, weighed by its distance to the contours of truth and prediction.
///
///     L = mean[(g − p)² (d_g^α + d_p^α)] + λ Dice
///
/// with the unsigned distances d to the other side of the contour of the masks g > 1/2 and p > 1/2,
/// in the unit of the spacing, 0 everywhere where a mask is empty or full; α in (0, 10], λ ≥ 0, and
/// the Dice loss with S = 1. The distances are constant for the gradient, those of p too.
/// Source: Karimi and Salcudean (2019), "Reducing the Hausdorff distance in medical image
/// segmentation with convolutional neural networks", eq. 8.
public struct HausdorffDistanceTransformLoss: DistanceWeightedLoss {
  public static let specification = LossSpecification(
    id: "hausdorff-distance-transform", name: "Hausdorff (distance transform)", family: .boundary,
    formula: "mean[(g-p)^2 (d_g^alpha + d_p^alpha)] + lambda Dice",
    source: "Karimi and Salcudean 2019",
    reference: .arXiv("1904.10030"),
    aliases: [PeerName(.monai, "HausdorffDTLoss"), PeerName(.pywick, "HausdorffDTLoss")],
    edgeCases: "0 at a perfect hard prediction; the distance to an empty or full mask is 0, so "
      + "the first part is 0 where both masks are empty or full",
    unseen: "everything where truth and predicted mask are empty or full",
    parameters: [.distanceExponent, .diceWeight])

  /// α.
  public let distanceExponent: Double
  public let diceWeight: Double

  public var contours: WeighingContours { .truthAndPrediction }

  public init(parameters: LossParameters) {
    distanceExponent = parameters["alpha"]
    diceWeight = parameters["lambda"]
  }
}
