import Losses

/// The harmonic mean of the share of the prediction's skeleton inside the truth and of the truth's
/// skeleton inside the prediction (Shit 2021), with skeletons as scikit-image's `skeletonize`.
public struct CenterlineDice: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "cl-dice", name: "clDice", direction: .higherIsBetter,
    formula: "2 P_s G_s / (P_s + G_s), P_s = |skeleton(p) and g| / |skeleton(p)|, "
      + "G_s = |skeleton(g) and p| / |skeleton(g)|",
    source: "Shit 2021", reference: .arXiv("2003.07311"),
    edgeCases: "one mask empty: 0; both empty, or a block in a volume without a skeleton: undefined"
  )

  /// Makes the metric; it takes no parameters.
  public init(parameters: MetricParameters) {}

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    if sample.prediction.isEmpty != sample.truth.isEmpty { return 0 }
    let skeletons = sample.skeletons
    guard let precision = skeletons.prediction.shareInside(sample.truth),
      let sensitivity = skeletons.truth.shareInside(sample.prediction)
    else { return nil }
    return share(2 * precision * sensitivity, of: precision + sensitivity) ?? 0
  }
}

extension Mask {
  /// The share of the foreground that is foreground of another mask, too; `nil` without foreground.
  fileprivate func shareInside(_ other: Mask) -> Double? {
    share(Double(commonCount(other)), of: Double(foregroundCount))
  }
}
