import Documents
import FieldFiles
import Losses
import Metrics

/// The losses and metrics that are asked for of several classes.
struct ClassJudges {
  let losses: [(id: String, loss: any ClassLoss)]
  let metrics: [any Metric]
  let empty: EmptyPolicy
  let reduction: ClassReduction

  /// What losses give for a batch; their gradients go to `ID.npy` in a folder, if one is given.
  func evaluate(_ sample: ClassSample, gradients: String?) throws -> [EvaluatedClasses.Value] {
    if let gradients { try makeFolder(at: gradients) }
    return try losses.map { id, loss in
      let evaluation = try loss.evaluate(
        sample, reduction, gradient: gradients == nil ? nil : .scores)
      if let gradients, let slopes = evaluation.gradient {
        try writeNumPy(
          slopes.flatMap { $0.flatMap { $0 } },
          shape: [slopes.count, sample.classCount] + sample.items[0].grid.shape,
          to: "\(gradients)/\(id).npy")
      }
      return EvaluatedClasses.Value(id: id, evaluation.withoutGradient)
    }
  }

  /// The values of metrics by item and class. What is predicted of exclusive classes is the one with the
  /// largest probability (of equal ones the first), of independent ones what is over one half.
  func metricTables(_ sample: ClassSample) throws -> [MetricTable]? {
    guard !metrics.isEmpty else { return nil }
    let pairs = try sample.items.indices.map { item in
      try sample.metricSamples(ofItem: item)
    }
    return try metrics.map { metric in
      MetricTable(
        id: metric.specification.id,
        values: try pairs.map { try $0.map { try $0.value(of: metric, empty: empty) } })
    }
  }
}

/// The values of one metric by item and class; `nil` where it has none.
struct MetricTable: Encodable {
  let id: String
  let values: [[Double?]]

  /// The mean over items and classes that have a value.
  var mean: Double? { Self.mean(values.joined()) }

  static func mean(_ values: some Sequence<Double?>) -> Double? {
    let defined = values.compactMap(\.self)
    return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
  }

  private enum CodingKeys: CodingKey { case id, value, values }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(mean, forKey: .value)
    try container.encode(values, forKey: .values)
  }
}

extension ClassSample {
  fileprivate func metricSamples(ofItem number: Int) throws -> [PartialMetricSample] {
    let item = items[number]
    let fields = probabilities[number]
    let winners = relation == .exclusive && classCount > 1 ? mostProbable(fields) : nil
    return try fields.indices.map { which in
      let truth = try Mask(ProbabilityMap(item.truth[which], on: item.grid))
      let map = try ProbabilityMap(fields[which], on: item.grid)
      let mask = try winners.map { try Mask($0.map { $0 == which }, on: item.grid) } ?? Mask(map)
      return try PartialMetricSample(
        MetricSample(prediction: mask, probabilities: map, truth: truth), ignoring: item.ignored)
    }
  }
}
