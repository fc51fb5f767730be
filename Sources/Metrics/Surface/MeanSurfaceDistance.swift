import Losses

/// (mean D_pg + mean D_gp) / 2: the mean of the two means, in which each boundary counts the same
/// (Beneš and Zitová 2015).
public struct MeanSurfaceDistance: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "masd", name: "Mean average surface distance", direction: .lowerIsBetter, unit: .length,
    range: 0...(.infinity), formula: "(mean D_pg + mean D_gp) / 2", source: "Benes 2015",
    reference: .doi("10.1111/jmi.12186"), edgeCases: "a mask empty: undefined")

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    guard let distances = sample.surfaceDistances else { return nil }
    return (mean(distances.fromPrediction) + mean(distances.fromTruth)) / 2
  }

  private func mean(_ distances: [Double]) -> Double {
    distances.reduce(0, +) / Double(distances.count)
  }
}
