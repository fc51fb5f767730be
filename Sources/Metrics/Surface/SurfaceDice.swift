import Losses

/// The share of the elements of both boundaries that lie within a tolerance τ of the other boundary
/// (Nikolov 2021), with elements counted, not the area of faces.
public struct SurfaceDice: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "surface-dice", name: "Surface Dice", direction: .higherIsBetter,
    formula: "(#(D_pg <= tau) + #(D_gp <= tau)) / (|boundary of p| + |boundary of g|)",
    source: "Nikolov 2021", reference: .doi("10.2196/26151"),
    edgeCases: "one mask empty: 0; both empty: undefined",
    parameters: [
      ParameterSpecification(
        "tolerance", default: 0, in: .atLeast(0),
        "tau in the unit of the spacing; 0 takes 2 times the largest spacing")
    ])

  private let tolerance: Double

  /// Makes the metric with τ.
  public init(parameters: MetricParameters) { tolerance = parameters["tolerance"] }

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    guard let distances = sample.surfaceDistances else {
      return sample.prediction.isEmpty && sample.truth.isEmpty ? nil : 0
    }
    let tolerance = tolerance > 0 ? tolerance : 2 * sample.grid.largestSpacing
    let near =
      distances.fromPrediction.count { isWithin(tolerance, $0) }
      + distances.fromTruth.count { isWithin(tolerance, $0) }
    return Double(near) / Double(distances.count)
  }
}
