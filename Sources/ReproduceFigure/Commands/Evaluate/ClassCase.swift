import Losses
import Studies

/// What losses and metrics give for the classes of one case of many.
struct ClassCase: Encodable {
  let pair: PredictionPair
  let result: EvaluatedClasses
  /// By loss, the value of each item alone, over all classes.
  private let itemValues: [[Double]]

  /// Evaluates a case.
  ///
  /// - Parameter gradients: the folder for the gradients, if they are asked for.
  init(
    _ pair: PredictionPair, _ sample: ClassSample, _ judges: ClassJudges, gradients: String?
  ) throws {
    self.pair = pair
    var perItem = judges.reduction
    perItem.batch = .none
    if perItem.classes == .none { perItem.classes = .mean }
    itemValues = try judges.losses.map {
      try $0.loss.evaluate(sample, perItem, gradient: nil).values
    }
    result = EvaluatedClasses(
      losses: try judges.evaluate(sample, gradients: gradients),
      metrics: try judges.metricTables(sample), classCount: sample.classCount)
  }

  private enum CodingKeys: String, CodingKey {
    case caseName = "case"
    case epoch, truth, prediction, losses, metrics
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pair.caseName, forKey: .caseName)
    try container.encode(pair.epoch, forKey: .epoch)
    try container.encode(pair.truth, forKey: .truth)
    try container.encode(pair.prediction, forKey: .prediction)
    try container.encode(result.losses, forKey: .losses)
    try container.encodeIfPresent(result.metrics, forKey: .metrics)
  }
}

extension ClassCase {
  /// The names of the columns.
  static func header(_ judges: ClassJudges) -> [String] {
    ["case", "epoch", "item", "class"] + judges.losses.map(\.id)
      + judges.metrics.map(\.specification.id)
  }

  /// A row for each item and class, and one for all classes of an item. A loss that is a sum, or that has
  /// one value for all classes, stands in the last alone.
  func rows(_ judges: ClassJudges) -> [[String]] {
    let tables = result.losses.map { value in
      value.evaluation.tables.count == 1 && value.evaluation.tables[0].classes != nil
        ? value.evaluation.tables[0] : nil
    }
    let rowCount = itemValues.first?.count ?? result.metrics?.first?.values.count ?? 0
    let isPooled = judges.reduction.pooling == .batch
    return (0..<rowCount).flatMap { item in
      let start = [pair.caseName, pair.epoch, isPooled ? "all" : "\(item)"]
      let classes = (0..<result.classCount).map { number in
        start + ["\(number)"]
          + tables.map { Self.cell($0?.value(item: item, class: number)) }
          + (result.metrics ?? []).map { metric in
            Self.cell(
              isPooled
                ? MetricTable.mean(metric.values.map { $0[number] }) : metric.values[item][number])
          }
      }
      let all =
        start + ["all"] + itemValues.map { Self.cell($0[item]) }
        + (result.metrics ?? []).map {
          Self.cell(isPooled ? $0.mean : MetricTable.mean($0.values[item]))
        }
      return classes + [all]
    }
  }

  private static func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
}

extension ClassTable {
  /// The value of a class; `nil` where it does not count.
  fileprivate func value(item: Int, class number: Int) -> Double? {
    classes?.firstIndex(of: number).map { values[item][$0] }
  }
}
