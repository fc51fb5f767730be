import Losses

/// (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)): the correlation of the two masks (Matthews
/// 1975).
public struct MatthewsCorrelation: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "mcc", name: "Matthews correlation", direction: .higherIsBetter, range: -1...1,
    formula: "(TP TN - FP FN) / sqrt((TP + FP)(TP + FN)(TN + FP)(TN + FN))",
    source: "Matthews 1975", reference: .doi("10.1016/0005-2795(75)90109-9"),
    edgeCases: "a mask empty or full: undefined", looksAtPlaces: false)

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let counts = sample.counts
    let product =
      counts.truePositives * counts.trueNegatives
      - counts.falsePositives * counts.falseNegatives
    let ofMasks = counts.predicted * counts.actual
    let ofBackgrounds =
      (counts.trueNegatives + counts.falsePositives)
      * (counts.trueNegatives + counts.falseNegatives)
    // The roots apart: the product of all four may not fit into the whole numbers of a Double.
    return share(product, of: ofMasks.squareRoot() * ofBackgrounds.squareRoot())
  }
}
