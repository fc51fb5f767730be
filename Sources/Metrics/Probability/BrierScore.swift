import Losses

/// The mean of (p − g)² over all elements (Brier 1950), g being 0 or 1.
public struct BrierScore: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "brier", name: "Brier score", direction: .lowerIsBetter, formula: "mean (p - g)^2",
    source: "Brier 1950", reference: .doi("10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2"),
    edgeCases: "defined for empty masks", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    var sum = 0.0
    for (p, isTrue) in zip(sample.probabilities.values, sample.truth.elements) {
      let error = p - (isTrue ? 1 : 0)
      sum += error * error
    }
    return sum / Double(sample.grid.count)
  }
}
