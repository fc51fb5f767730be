import Losses

/// Σ_b n_b / N · |mean p − mean g|: how far the probabilities of the elements in each of some equal bins
/// of p lie from the share of foreground among them (Guo 2017).
///
/// Bin b of B takes b / B ≤ p < (b + 1) / B, the last one p = 1 as well.
public struct CalibrationError: ParameterisedMetric {
  /// Identifier, direction, formula and source.
  public static let specification = MetricSpecification(
    id: "calibration-error", name: "Expected calibration error", direction: .lowerIsBetter,
    formula: "sum over bins of n_b / N |mean p - mean g|", source: "Guo 2017",
    reference: .arXiv("1706.04599"), edgeCases: "defined for empty masks", looksAtPlaces: false,
    parameters: [
      ParameterSpecification("bins", default: 10, in: .integer(1, 1000), "number of bins of p")
    ])

  private let bins: Int

  /// Makes the metric with the number of bins.
  public init(parameters: MetricParameters) { bins = Int(parameters["bins"]) }

  /// The value of the formula; `nil` where it has none.
  public func definedValue(_ sample: MetricSample) throws -> Double? {
    // n_b |mean p − mean g| is the absolute sum of p − g.
    var sums = [Double](repeating: 0, count: bins)
    for (p, isTrue) in zip(sample.probabilities.values, sample.truth.elements) {
      sums[min(Int(p * Double(bins)), bins - 1)] += p - (isTrue ? 1 : 0)
    }
    return sums.reduce(0) { $0 + abs($1) } / Double(sample.grid.count)
  }
}
