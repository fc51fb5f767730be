import Losses
import Metrics
import Studies
import Texts

/// What losses and metrics give for one pair.
struct EvaluatedValues: Encodable {
  /// Losses in the order in which they were asked for.
  let losses: [JudgedValue]
  /// Metrics in the order in which they were asked for; `nil` when none were. One without a value stands
  /// as `null` and as `–`.
  let metrics: [JudgedValue]?
}

extension EvaluatedValues: CustomStringConvertible {
  /// A line for each loss and metric.
  var description: String {
    TextTable.aligned(
      (losses + (metrics ?? [])).map { [$0.id, $0.value.map { "\($0)" } ?? "–"] }
    ).joined(separator: "\n")
  }
}

extension MetricOptions {
  /// The values of the metrics that are asked for; `nil` when none are.
  func values(of metrics: [any Metric], _ sample: Sample) throws -> [JudgedValue]? {
    guard !metrics.isEmpty else { return nil }
    let pair = try MetricSample(prediction: sample.prediction, truth: sample.truth)
    return try metrics.map { metric in
      JudgedValue(
        id: metric.specification.id, value: try metric.value(pair, empty: empty ?? .penalise))
    }
  }
}
