/// One minus the share of both contours that is near the other one.
///
///     L = 1 − (Σ b_p e_g + Σ b_g e_p + S) / (Σ b_p + Σ b_g + S)
///     b_u = M₁ u − u,  e_u = M_τ b_u
///
/// with the largest value M_r in a box of 2r + 1 elements along each axis, the tolerance τ in elements,
/// whatever the spacing, and smoothing S > 0. Of masks it is the surface Dice with contours of elements
/// just outside and distances by the largest coordinate. Far from each other, contours do not attract:
/// the gradient only thins those of the prediction.
/// Source: Nikolov et al. (2021), "Clinically applicable segmentation of head and neck anatomy for
/// radiotherapy" (the metric); soft contours as in Bokhovkin and Burnaev (2019).
public struct SoftSurfaceDiceLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "soft-surface-dice", name: "Soft surface Dice", family: .boundary,
    formula: "1 - (sum b_p e_g + sum b_g e_p + S) / (sum b_p + sum b_g + S), "
      + "b = maxpool_3(u) - u, e = maxpool_(2 tau + 1)(b)",
    source: "Nikolov et al. 2021",
    reference: .doi("10.2196/26151"),
    edgeCases: "0 at a perfect hard prediction; an empty and a full mask have no contour, and two "
      + "without one agree",
    unseen: "flat regions, right or wrong: contours alone count",
    parameters: [
      ParameterSpecification(
        "tolerance", default: 1, in: .integer(0, 100), "tau, how many elements off is near"),
      .smoothing,
    ])

  /// τ.
  public let tolerance: Int
  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    tolerance = Int(parameters["tolerance"])
    smoothing = parameters["smoothing"]
  }

  public func value(_ sample: Sample) -> Double {
    let (prediction, truth) = contours(sample)
    return 1 - numerator(prediction, truth) / denominator(prediction, truth)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let (prediction, truth) = contours(sample)
    let denominator = denominator(prediction, truth)
    let ratio = numerator(prediction, truth) / denominator
    let gradient = prediction.pullBack(
      to: sample.prediction.values,
      contour: truth.neighbourhood.map { (ratio - $0) / denominator },
      neighbourhood: truth.contour.map { -$0 / denominator })
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private func contours(_ sample: Sample) -> (prediction: SoftContour, truth: SoftContour) {
    func contour(_ map: ProbabilityMap, keepsNeighbourhood: Bool) -> SoftContour {
      SoftContour(
        of: map.values, on: sample.grid, radius: 1, tolerance: tolerance,
        keepsNeighbourhood: keepsNeighbourhood)
    }
    let truth = sample.derived(TruthContour(tolerance: tolerance)) {
      contour(sample.truth, keepsNeighbourhood: sample.servesManyPredictions)
    }
    return (contour(sample.prediction, keepsNeighbourhood: false), truth)
  }

  /// The contour of a truth.
  private struct TruthContour: TruthKey {
    typealias Value = SoftContour
    let tolerance: Int
  }

  private func numerator(_ prediction: SoftContour, _ truth: SoftContour) -> Double {
    prediction.near(truth) + truth.near(prediction) + smoothing
  }

  private func denominator(_ prediction: SoftContour, _ truth: SoftContour) -> Double {
    prediction.total + truth.total + smoothing
  }
}
