/// The squared error, weighed by its distance to the contour of the truth.
///
///     L = mean[(g − p)² d_g^α] + λ Dice
///
/// with the unsigned distance d_g to the other side of the contour of the mask g > 1/2, in the unit
/// of the spacing, 0 everywhere where the mask is empty or full; α in (0, 10], λ ≥ 0, and the Dice
/// loss with S = 1. Cheaper than the two-sided loss, since d_g does not change while p does.
/// Source: Karimi and Salcudean (2019), "Reducing the Hausdorff distance in medical image
/// segmentation with convolutional neural networks", eq. 9.
public struct HausdorffOneSidedLoss: DistanceWeightedLoss {
  public static let specification = LossSpecification(
    id: "hausdorff-one-sided", name: "Hausdorff (one-sided)", family: .boundary,
    formula: "mean[(g-p)^2 d_g^alpha] + lambda Dice",
    source: "Karimi and Salcudean 2019",
    reference: .arXiv("1904.10030"),
    edgeCases: "0 at a perfect hard prediction; the first part is 0 for an empty or full truth",
    unseen: "everything where the truth is empty or full",
    parameters: [.distanceExponent, .diceWeight])

  /// α.
  public let distanceExponent: Double
  public let diceWeight: Double

  public var contours: WeighingContours { .truth }

  public init(parameters: LossParameters) {
    distanceExponent = parameters["alpha"]
    diceWeight = parameters["lambda"]
  }
}
