import Losses

/// (P − G) / G: by how much the prediction is too large, as a share of the object (Heimann 2009).
public struct VolumeDifference: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "volume-difference", name: "Relative volume difference", direction: .zeroIsBest,
    range: -1...(.infinity), formula: "(P - G) / G", source: "Heimann 2009",
    reference: .doi("10.1109/TMI.2009.2013851"),
    edgeCases: "prediction empty: -1; truth empty: undefined", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let counts = sample.counts
    return share(counts.predicted - counts.actual, of: counts.actual)
  }
}
