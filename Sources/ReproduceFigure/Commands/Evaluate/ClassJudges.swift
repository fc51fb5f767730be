import ArgumentParser
import Losses
import Metrics

/// The losses and metrics that are asked for of several classes.
struct ClassJudges {
  let losses: [(id: String, loss: any ClassLoss)]
  let metrics: [any Metric]
  let empty: EmptyPolicy
  let reduction: ClassReduction

  /// The values of metrics by item and class. What is predicted of exclusive classes is the one with the
  /// largest probability (of equal ones the first), of independent ones what is over one half.
  ///
  /// - Throws: `ValidationError` where elements are ignored, which metrics know nothing of.
  func metricTables(_ sample: ClassSample) throws -> [MetricTable]? {
    guard !metrics.isEmpty else { return nil }
    guard sample.items.allSatisfy({ $0.ignored == nil }) else {
      throw ValidationError(
        "metrics count all elements, and some are ignored; leave out --metrics, or --ignore-label and "
          + "--mask")
    }
    let pairs = try sample.items.indices.map { item in
      try sample.metricSamples(ofItem: item)
    }
    return try metrics.map { metric in
      MetricTable(
        id: metric.specification.id,
        values: try pairs.map { try $0.map { try metric.value($0, empty: empty) } }
      )
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
  fileprivate func metricSamples(ofItem number: Int) throws -> [MetricSample] {
    let item = items[number]
    let fields = probabilities[number]
    let winners = relation == .exclusive && classCount > 1 ? mostProbable(fields) : nil
    return try fields.indices.map { which in
      let truth = try Mask(ProbabilityMap(item.truth[which], on: item.grid))
      let map = try ProbabilityMap(fields[which], on: item.grid)
      let mask = try winners.map { try Mask($0.map { $0 == which }, on: item.grid) } ?? Mask(map)
      return try MetricSample(prediction: mask, probabilities: map, truth: truth)
    }
  }
}
