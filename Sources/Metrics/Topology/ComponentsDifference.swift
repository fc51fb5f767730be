import Losses

/// The difference of the numbers of connected components, of which elements that share a corner are
/// one: the error of the Betti number 0 (Hu 2019).
public struct ComponentsDifference: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "components-difference", name: "Difference of components", direction: .lowerIsBetter,
    unit: .count, range: 0...(.infinity),
    formula: "|components of p - components of g|", source: "Hu 2019",
    reference: .arXiv("1906.05404"), edgeCases: "defined for empty masks, which have no component")

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    abs(Double(sample.predictionComponents.count - sample.truthComponents.count))
  }
}
