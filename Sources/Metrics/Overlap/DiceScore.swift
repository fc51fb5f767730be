import Losses

/// 2TP / (P + G): the overlap as a share of the mean size (Dice 1945).
public struct DiceScore: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "dice-score", name: "Dice score", direction: .higherIsBetter,
    formula: "2TP / (P + G)", source: "Dice 1945", reference: .doi("10.2307/1932409"),
    edgeCases: "one mask empty: 0; both empty: undefined", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let counts = sample.counts
    return share(2 * counts.truePositives, of: counts.predicted + counts.actual)
  }
}
