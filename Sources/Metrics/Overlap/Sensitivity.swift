import Losses

/// TP / G: the share of the object that is found.
public struct Sensitivity: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "sensitivity", name: "Sensitivity", direction: .higherIsBetter,
    formula: "TP / G", source: "Maier-Hein 2024", reference: .doi("10.1038/s41592-023-02151-z"),
    edgeCases: "prediction empty: 0; truth empty: undefined", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    share(sample.counts.truePositives, of: sample.counts.actual)
  }
}
