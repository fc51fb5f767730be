import Losses

/// TP / (P + G − TP): the overlap as a share of the union (Jaccard 1912).
public struct IntersectionOverUnion: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "iou", name: "Intersection over union", direction: .higherIsBetter,
    formula: "TP / (P + G - TP)", source: "Jaccard 1912",
    reference: .doi("10.1111/j.1469-8137.1912.tb02384.x"),
    edgeCases: "one mask empty: 0; both empty: undefined", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let counts = sample.counts
    return share(counts.truePositives, of: counts.predicted + counts.falseNegatives)
  }
}
