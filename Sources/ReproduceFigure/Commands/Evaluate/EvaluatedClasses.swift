import Losses
import Texts

/// What losses and metrics give for a batch of several classes.
struct EvaluatedClasses: Encodable {
  /// What one loss gives.
  struct Value: Encodable {
    let id: String
    let evaluation: ClassEvaluation

    init(id: String, _ evaluation: ClassEvaluation) {
      self.id = id
      self.evaluation = evaluation
    }

    private enum CodingKeys: CodingKey { case id, value, values, tables, ignoredItems }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      // One value, or several where classes or batch are not reduced.
      if let value = evaluation.value {
        try container.encode(value, forKey: .value)
      } else {
        try container.encode(evaluation.values, forKey: .values)
      }
      try container.encode(evaluation.tables, forKey: .tables)
      if !evaluation.ignoredItems.isEmpty {
        try container.encode(evaluation.ignoredItems, forKey: .ignoredItems)
      }
    }
  }

  /// Losses in the order in which they were asked for.
  let losses: [Value]
  /// Metrics in the order in which they were asked for; `nil` when none were.
  let metrics: [MetricTable]?
  /// K; not in the document, whose tables show it.
  let classCount: Int

  init(losses: [Value], metrics: [MetricTable]?, classCount: Int) {
    self.losses = losses
    self.metrics = metrics
    self.classCount = classCount
  }

  private enum CodingKeys: CodingKey { case losses, metrics }

  /// Items of which every element is ignored.
  var ignoredItems: [Int] { losses.first?.evaluation.ignoredItems ?? [] }
}

extension EvaluatedClasses: CustomStringConvertible {
  /// A line for each loss and metric, with its values; of a metric the mean over items and classes.
  var description: String {
    TextTable.aligned(
      losses.map { [$0.id] + $0.evaluation.values.map { "\($0)" } }
        + (metrics ?? []).map { [$0.id, $0.mean.map { "\($0)" } ?? "–"] }
    )
    .joined(separator: "\n")
  }
}
