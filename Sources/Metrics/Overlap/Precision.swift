import Losses

/// TP / P: the share of the prediction that is right.
public struct Precision: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "precision", name: "Precision", direction: .higherIsBetter,
    formula: "TP / P", source: "Maier-Hein 2024", reference: .doi("10.1038/s41592-023-02151-z"),
    edgeCases: "truth empty: 0; prediction empty: undefined", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    share(sample.counts.truePositives, of: sample.counts.predicted)
  }
}
