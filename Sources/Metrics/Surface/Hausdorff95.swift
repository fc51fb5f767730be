import Losses

/// The larger of the 95th percentiles of D_pg and D_gp, with linear interpolation: a Hausdorff
/// distance that a few elements do not decide.
public struct Hausdorff95: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "hausdorff-95", name: "95 % Hausdorff distance", direction: .lowerIsBetter,
    unit: .length, range: 0...(.infinity),
    formula: "max(95th percentile of D_pg, 95th percentile of D_gp)", source: "Maier-Hein 2024",
    reference: .doi("10.1038/s41592-023-02151-z"), edgeCases: "a mask empty: undefined")

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    guard let distances = sample.surfaceDistances else { return nil }
    return max(
      percentile(0.95, of: distances.fromPrediction), percentile(0.95, of: distances.fromTruth))
  }
}
