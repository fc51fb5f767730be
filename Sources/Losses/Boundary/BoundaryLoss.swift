/// The predicted probability times the signed distance to the contour of the truth.
///
///     L = mean[p φ]
///
/// φ is the Euclidean distance to the object outside it, and −(d − s) inside with the distance d to
/// the background and the smallest spacing s, so that elements at the contour are worth 0; in the
/// unit of the spacing. φ = 0 for an empty or full truth. The truth is a mask (over one half).
/// Source: Kervadec et al. (2019), "Boundary loss for highly unbalanced segmentation", eq. 5; the
/// step of one element inside is that of the authors' code.
public struct BoundaryLoss: Loss {
  public static let specification = LossSpecification(
    id: "boundary", name: "Boundary", family: .boundary,
    formula: "mean[p phi], phi = d outside, -(d - s) inside the object, s the smallest spacing",
    source: "Kervadec et al. 2019",
    edgeCases: "least at a perfect hard prediction, where it is the mean of g phi, 0 or less; "
      + "0 for an empty or full truth")

  public init(parameters: LossParameters) {}

  public func value(_ sample: Sample) -> Double {
    let map = Self.distanceMap(sample)
    let sum = sumOverElements(sample.prediction.values, map) { p, distance in p * distance }
    return sum / Double(sample.grid.count)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let count = Double(sample.grid.count)
    return ScalarField(unchecked: Self.distanceMap(sample).map { $0 / count }, on: sample.grid)
  }

  /// φ.
  private static func distanceMap(_ sample: Sample) -> [Double] {
    let step = sample.grid.smallestSpacing
    return sample.signedDistanceOfTruth().map { $0 < 0 ? $0 + step : $0 }
  }
}
