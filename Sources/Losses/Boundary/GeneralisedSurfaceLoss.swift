/// One minus the share of squared distances to the contour at which the prediction is right.
///
///     L = 1 − Σ (d (1 − g − p))² / Σ d²
///
/// with the distance d of each element to the other side of the contour of g > 1/2, in the unit of the
/// spacing. Between 0 and 1. An empty or full truth has no contour: value and gradient are 0.
/// Source: Celaya, Riviere and Fuentes (2023), "A generalized surface loss for reducing the Hausdorff
/// distance in medical imaging segmentation", eq. 12, of one class.
public struct GeneralisedSurfaceLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "generalised-surface", name: "Generalised surface", family: .boundary,
    formula: "1 - sum (d (1 - g - p))^2 / sum d^2",
    source: "Celaya et al. 2023",
    reference: .arXiv("2302.03868"),
    edgeCases: "0 at a perfect hard prediction; 0 for every prediction of an empty or full truth; "
      + "distances of the whole grid count, so that it depends on where in it the object lies",
    unseen: "everything where the truth is empty or full")

  public init(parameters: LossParameters) {}

  public func value(_ sample: Sample) -> Double {
    let distances = sample.signedDistanceOfTruth()
    let total = sum(distances.lazy.map { $0 * $0 })
    guard total > 0 else { return 0 }
    let right = sumOverElements(sample.prediction.values, sample.truth.values, distances) {
      p, g, distance in distance * distance * (1 - g - p) * (1 - g - p)
    }
    return 1 - right / total
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    var gradient = sample.signedDistanceOfTruth()
    let total = sum(gradient.lazy.map { $0 * $0 })
    updateElements(&gradient, sample.prediction.values, sample.truth.values) { p, g, distance in
      total > 0 ? 2 * distance * distance * (1 - g - p) / total : 0
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private func sum(_ values: some Sequence<Double>) -> Double { values.reduce(0, +) }
}
