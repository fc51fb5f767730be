import Losses

/// (Σ D_pg + Σ D_gp) / (|∂p| + |∂g|): the mean over the elements of both boundaries (Heimann 2009).
public struct AverageSurfaceDistance: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "assd", name: "Average symmetric surface distance", direction: .lowerIsBetter,
    unit: .length, range: 0...(.infinity),
    formula: "(sum D_pg + sum D_gp) / (|boundary of p| + |boundary of g|)",
    source: "Heimann 2009", reference: .doi("10.1109/TMI.2009.2013851"),
    edgeCases: "a mask empty: undefined")

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    guard let distances = sample.surfaceDistances else { return nil }
    let sum = distances.fromPrediction.reduce(0, +) + distances.fromTruth.reduce(0, +)
    return sum / Double(distances.count)
  }
}
