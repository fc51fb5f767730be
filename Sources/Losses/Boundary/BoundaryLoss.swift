/// The predicted probability times the signed distance to the contour of the truth.
///
///     L = mean[p φ]
///
/// φ is the Euclidean distance to the object outside it, and −(d − s) inside with the distance d to
/// the background and the smallest spacing s, so that elements at the contour are worth 0; in the
/// unit of the spacing. φ = 0 for an empty or full truth. The truth is a mask (over one half).
/// Source: Kervadec et al. (2019), "Boundary loss for highly unbalanced segmentation", eq. 5; the
/// step of one element inside is that of the authors' code.
public struct BoundaryLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "boundary", name: "Boundary", family: .boundary,
    formula: "mean[p phi], phi = d outside, -(d - s) inside the object, s the smallest spacing",
    source: "Kervadec et al. 2019",
    reference: .arXiv("1812.07032"),
    aliases: [
      PeerName(.segLossOdyssey, "BDLoss"), PeerName(.pywick, "BDLoss"),
      PeerName(.monai, "BoundaryLoss"),
    ],
    edgeCases: "least at a perfect hard prediction, where it is the mean of g phi, 0 or less; "
      + "0 for an empty or full truth",
    unseen: "everything where the truth is empty or full; errors in the elements of the object "
      + "along its contour")

  public init(parameters: LossParameters) {}

  public func value(_ sample: Sample) -> Double {
    let step = sample.grid.smallestSpacing
    let sum = sumOverElements(sample.prediction.values, sample.signedDistanceOfTruth()) {
      p, distance in p * Self.phi(distance, step)
    }
    return sum / Double(sample.keptCount)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let count = Double(sample.keptCount)
    let step = sample.grid.smallestSpacing
    let distances = sample.signedDistanceOfTruth()
    let gradient = mapElements(distances, distances) { distance, _ in
      Self.phi(distance, step) / count
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// φ of a signed distance.
  @inline(__always)
  private static func phi(_ distance: Double, _ step: Double) -> Double {
    distance < 0 ? distance + step : distance
  }
}
