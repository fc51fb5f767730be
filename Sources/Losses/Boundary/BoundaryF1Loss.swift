/// One minus the harmonic mean of how much of each contour is near the other one.
///
///     L = 1 − 2 P R / (P + R + ε)
///     P = Σ b_p e_g / (Σ b_p + ε),  R = Σ b_g e_p / (Σ b_g + ε)
///     b_u = M_r (1 − u) − (1 − u),  e_u = M_R b_u
///
/// with the largest value M_r in a box of 2r + 1 elements along each axis, whatever the spacing, and
/// ε = 1e-7. r = 1 and R = 2 are the paper's widths θ₀ = 3 and θ = 5. An empty or full truth has no
/// contour to be found: the loss is 1, also of the perfect prediction.
/// Source: Bokhovkin and Burnaev (2019), "Boundary loss for remote sensing imagery semantic
/// segmentation".
public struct BoundaryF1Loss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "boundary-f1", name: "Boundary F1", family: .boundary,
    formula: "1 - 2 P R / (P + R + eps), P = sum b_p e_g / (sum b_p + eps), "
      + "R = sum b_g e_p / (sum b_g + eps), b = maxpool(1-u) - (1-u), e = maxpool(b)",
    source: "Bokhovkin and Burnaev 2019",
    reference: .arXiv("1905.07852"),
    aliases: [PeerName(.pywick, "BoundaryLoss")],
    edgeCases: "at most 2e-7 at a perfect hard prediction; 1 for every prediction of an empty or "
      + "full truth",
    unseen: "everything where the truth is empty or full; flat regions, right or wrong: "
      + "contours alone count",
    parameters: [
      ParameterSpecification(
        "contour-radius", default: 1, in: .integer(1, 100), "r, with theta_0 = 2 r + 1"),
      ParameterSpecification(
        "tolerance", default: 2, in: .integer(0, 100), "R, with theta = 2 R + 1"),
    ])

  /// r.
  public let contourRadius: Int
  /// R.
  public let tolerance: Int

  public init(parameters: LossParameters) {
    contourRadius = Int(parameters["contour-radius"])
    tolerance = Int(parameters["tolerance"])
  }

  public func value(_ sample: Sample) -> Double {
    let parts = parts(sample)
    return 1 - 2 * parts.precision * parts.recall
      / (parts.precision + parts.recall + probabilityEpsilon)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let parts = parts(sample)
    let (precision, recall) = (parts.precision, parts.recall)
    let sum = precision + recall + probabilityEpsilon
    let precisionSlope = -2 * recall * (recall + probabilityEpsilon) / (sum * sum)
    let recallSlope = -2 * precision * (precision + probabilityEpsilon) / (sum * sum)
    let predicted = parts.prediction.total + probabilityEpsilon
    let actual = parts.truth.total + probabilityEpsilon
    let ofComplement = parts.prediction.pullBack(
      to: Self.complement(sample.prediction),
      contour: parts.truth.neighbourhood.map { precisionSlope * ($0 - precision) / predicted },
      neighbourhood: parts.truth.contour.map { recallSlope * $0 / actual })
    return ScalarField(unchecked: ofComplement.map { -$0 }, on: sample.grid)
  }

  /// The contour of a truth.
  private struct TruthContour: TruthKey {
    typealias Value = SoftContour
    let radius, tolerance: Int
  }

  private func parts(
    _ sample: Sample
  ) -> (prediction: SoftContour, truth: SoftContour, precision: Double, recall: Double) {
    func contour(_ map: ProbabilityMap, keepsNeighbourhood: Bool) -> SoftContour {
      SoftContour(
        of: Self.complement(map), on: sample.grid, radius: contourRadius, tolerance: tolerance,
        keepsNeighbourhood: keepsNeighbourhood)
    }
    let prediction = contour(sample.prediction, keepsNeighbourhood: false)
    let truth = sample.derived(TruthContour(radius: contourRadius, tolerance: tolerance)) {
      contour(sample.truth, keepsNeighbourhood: sample.servesManyPredictions)
    }
    return (
      prediction, truth, prediction.near(truth) / (prediction.total + probabilityEpsilon),
      truth.near(prediction) / (truth.total + probabilityEpsilon)
    )
  }

  private static func complement(_ map: ProbabilityMap) -> [Double] { map.values.map { 1 - $0 } }
}
