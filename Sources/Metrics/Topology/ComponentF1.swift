import Losses

/// 2TP_c / (2TP_c + FP_c + FN_c) of connected components: Dice of whole objects, such as lesions.
///
/// Components, of which elements that share a corner are one, are matched one to one, the pair with the
/// largest IoU first; a match counts from a least IoU on.
public struct ComponentF1: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "component-f1", name: "F1 of components", direction: .higherIsBetter,
    formula: "2TP_c / (2TP_c + FP_c + FN_c)", source: "Maier-Hein 2024",
    reference: .doi("10.1038/s41592-023-02151-z"),
    edgeCases: "one mask empty: 0; both empty: undefined",
    parameters: [
      ParameterSpecification(
        "iou", default: 0.1, in: .openBelow(0, 1), "the least IoU of a match")
    ])

  private let leastIoU: Double

  /// Makes the metric with the least IoU of a match.
  public init(parameters: MetricParameters) { leastIoU = parameters["iou"] }

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    let overlaps = sample.componentOverlaps
    let matches = overlaps.matches { $0 >= leastIoU }
    return share(
      2 * Double(matches.count), of: Double(overlaps.predictionCount + overlaps.truthCount))
  }
}
