import Losses

/// max(max D_pg, max D_gp): the largest distance from one boundary to the other (Huttenlocher 1993).
public struct HausdorffDistance: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "hausdorff", name: "Hausdorff distance", direction: .lowerIsBetter, unit: .length,
    range: 0...(.infinity), formula: "max(max D_pg, max D_gp)", source: "Huttenlocher 1993",
    reference: .doi("10.1109/34.232073"), edgeCases: "a mask empty: undefined")

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    guard let distances = sample.surfaceDistances else { return nil }
    return max(
      distances.fromPrediction.reduce(0, max), distances.fromTruth.reduce(0, max))
  }
}
