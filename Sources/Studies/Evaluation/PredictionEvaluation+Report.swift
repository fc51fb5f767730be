import Documents
import Foundation
import Texts

extension PredictionEvaluation: StudyResult {
  public func tables() throws -> [(suffix: String, content: Data)] {
    [
      ("", try predictionTable()), ("-agreement", try agreementTable()),
      ("-epochs", try courseTable()),
    ]
  }

  /// The header of the table of predictions.
  public static func header(_ columns: [String]) -> [String] {
    ["case", "epoch", "class", "elements"] + columns
  }

  private func predictionTable() throws -> Data {
    try CSV.table(
      Self.header(columns), predictions.map(\.cells), configuration: configuration)
  }

  private func agreementTable() throws -> Data {
    try CSV.table(
      [
        "compared", "loss", "metric", "pairs", "wrong", "wrongLower", "wrongUpper", "kendall",
        "kendallLower", "kendallUpper",
      ],
      agreements.map { agreement in
        [agreement.scope.rawValue, agreement.loss, agreement.metric, "\(agreement.pairs)"]
          + Self.cells(agreement.wrong) + Self.cells(agreement.kendall)
      }, configuration: configuration)
  }

  private func courseTable() throws -> Data {
    try CSV.table(
      ["class", "epoch", "judge", "cases", "mean", "lower", "upper"],
      course.map { mean in
        [mean.className, mean.epoch, mean.judge, "\(mean.cases)"] + Self.cells(mean.mean)
      }, configuration: configuration)
  }

  private static func cells(_ estimate: Estimate?) -> [String] {
    [estimate?.value, estimate?.lower, estimate?.upper].map { $0.map { "\($0)" } ?? "" }
  }
}

extension PredictionEvaluation.Prediction {
  /// A row of the table of predictions.
  public var cells: [String] {
    [caseName, epoch, className, "\(size)"] + values.map { $0.map { "\($0)" } ?? "" }
  }
}

// MARK: - JSON

extension PredictionEvaluation: Encodable {
  private enum CodingKeys: String, CodingKey {
    case configuration, losses, metrics, epochs, classes, cases, predictions, agreements
    case course, scatter, comparedCases, obstacles
  }

  public func json() throws -> Data { try JSON.document(self, kind: EvaluationStudy.kind) }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(configuration, forKey: .configuration)
    try container.encode(losses, forKey: .losses)
    try container.encode(metrics, forKey: .metrics)
    try container.encode(epochs, forKey: .epochs)
    try container.encode(classes, forKey: .classes)
    try container.encode(cases, forKey: .cases)
    let lossCount = configuration.judges.settings.count
    try container.encode(
      predictions.map { EncodedPrediction($0, columns, lossCount: lossCount) },
      forKey: .predictions)
    try container.encode(agreements, forKey: .agreements)
    try container.encode(course, forKey: .course)
    try container.encodeIfPresent(scatter, forKey: .scatter)
    try container.encode(comparedCases, forKey: .comparedCases)
    try container.encode(obstacles, forKey: .obstacles)
  }

  /// Losses and metrics stand as for a single pair.
  private struct EncodedPrediction: Encodable {
    let caseName: String
    let epoch: String
    let className: String
    let size: Int
    let losses: [JudgedValue]
    let metrics: [JudgedValue]

    private enum CodingKeys: String, CodingKey {
      case caseName = "case"
      case epoch
      case className = "class"
      case size = "elements"
      case losses, metrics
    }

    init(_ prediction: PredictionEvaluation.Prediction, _ columns: [String], lossCount: Int) {
      (caseName, epoch) = (prediction.caseName, prediction.epoch)
      (className, size) = (prediction.className, prediction.size)
      let values = zip(columns, prediction.values).map { JudgedValue(id: $0, value: $1) }
      losses = Array(values.prefix(lossCount))
      metrics = Array(values.dropFirst(lossCount))
    }
  }
}
