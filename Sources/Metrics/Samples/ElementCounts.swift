/// How many elements are right and wrong.
struct ElementCounts: Sendable {
  /// In prediction and truth.
  let truePositives: Double
  /// In the prediction alone.
  let falsePositives: Double
  /// In the truth alone.
  let falseNegatives: Double
  /// In neither.
  let trueNegatives: Double

  /// Counts the elements of a sample.
  init(_ sample: MetricSample) {
    let common = sample.prediction.commonCount(sample.truth)
    let (predicted, actual) = (sample.prediction.foregroundCount, sample.truth.foregroundCount)
    truePositives = Double(common)
    falsePositives = Double(predicted - common)
    falseNegatives = Double(actual - common)
    trueNegatives = Double(sample.grid.count - predicted - actual + common)
  }

  /// P, the size of the prediction.
  var predicted: Double { truePositives + falsePositives }

  /// G, the size of the truth.
  var actual: Double { truePositives + falseNegatives }
}

/// A share of a whole; `nil` of nothing.
func share(_ part: Double, of whole: Double) -> Double? {
  whole == 0 ? nil : part / whole
}
