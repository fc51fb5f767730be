import Losses

/// TN / (TN + FP): the share of the background that is left alone.
public struct Specificity: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "specificity", name: "Specificity", direction: .higherIsBetter,
    formula: "TN / (TN + FP)", source: "Maier-Hein 2024",
    reference: .doi("10.1038/s41592-023-02151-z"),
    edgeCases: "defined for empty masks; truth without background: undefined", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let counts = sample.counts
    return share(counts.trueNegatives, of: counts.trueNegatives + counts.falsePositives)
  }
}
