import Losses
import Metrics
import Texts

/// What losses and metrics give for one pair.
struct EvaluatedValues: Encodable {
  /// The value of one loss or metric.
  struct Value: Encodable {
    let id: String
    /// `nil` for a metric that has no value, which stands as `null` and as `–`.
    let value: Double?

    private enum CodingKeys: CodingKey { case id, value }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(value, forKey: .value)
    }
  }

  /// Losses in the order in which they were asked for.
  let losses: [Value]
  /// Metrics in the order in which they were asked for; `nil` when none were.
  let metrics: [Value]?
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
  func values(of metrics: [any Metric], _ sample: Sample) throws -> [EvaluatedValues.Value]? {
    guard !metrics.isEmpty else { return nil }
    let pair = try MetricSample(prediction: sample.prediction, truth: sample.truth)
    return try metrics.map { metric in
      EvaluatedValues.Value(
        id: metric.specification.id, value: try metric.value(pair, empty: empty ?? .penalise))
    }
  }
}
