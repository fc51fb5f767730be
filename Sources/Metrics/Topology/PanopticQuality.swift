import Losses

/// Σ IoU / (TP_c + FP_c/2 + FN_c/2) of connected components that are matched where their IoU is over
/// one half, which makes matches unique (Kirillov 2019).
public struct PanopticQuality: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "panoptic-quality", name: "Panoptic quality", direction: .higherIsBetter,
    formula: "sum of IoU of matches / (TP_c + FP_c / 2 + FN_c / 2)", source: "Kirillov 2019",
    reference: .arXiv("1801.00868"), edgeCases: "one mask empty: 0; both empty: undefined")

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let overlaps = sample.componentOverlaps
    let matches = overlaps.matches { $0 > 0.5 }
    return share(
      2 * matches.reduce(0, +), of: Double(overlaps.predictionCount + overlaps.truthCount))
  }
}
