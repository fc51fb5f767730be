import Losses

/// (1 + β²) TP / ((1 + β²) TP + β² FN + FP): Dice with false negatives β² times as heavy as false
/// positives.
public struct FBeta: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "f-beta", name: "F-beta score", direction: .higherIsBetter,
    formula: "(1 + beta^2) TP / ((1 + beta^2) TP + beta^2 FN + FP)", source: "van Rijsbergen 1979",
    edgeCases: "one mask empty: 0; both empty: undefined", looksAtPlaces: false,
    parameters: [
      ParameterSpecification(
        "beta", default: 2, in: .openBelow(0, 100),
        "beta; its square is the weight of false negatives")
    ])

  private let squaredBeta: Double

  /// Makes the metric with β.
  public init(parameters: MetricParameters) {
    squaredBeta = parameters["beta"] * parameters["beta"]
  }

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let counts = sample.counts
    let hits = (1 + squaredBeta) * counts.truePositives
    return share(
      hits, of: hits + squaredBeta * counts.falseNegatives + counts.falsePositives)
  }
}
