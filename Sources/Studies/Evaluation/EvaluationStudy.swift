import Experiments
import LongRuns
import Losses
import Metrics

/// What losses and metrics say of the predictions of a network: one cell for each case.
public struct EvaluationStudy: Study {
  public static let kind = "evaluate"
  public static let question = "Evaluates losses and metrics on your own truths and predictions."
  public static let details = """
    Of each case the truth is read once, and of its predictions one at a time. Writes \
    evaluate.csv (what every loss and metric says of every case, epoch and class), \
    evaluate-agreement.csv, evaluate-epochs.csv, evaluate.md, .json, and figures: losses and metrics \
    (evaluate.*), one loss against one metric (evaluate-scatter.*), the course over epochs \
    (evaluate-course.*).
    """

  /// What is evaluated.
  public let configuration: EvaluationConfiguration
  let registries: Registries
  let plan: EvaluationPlan

  /// Prepares the study; no file is read yet.
  ///
  /// - Throws: what is wrong with the configuration.
  public init(_ configuration: EvaluationConfiguration, registries: Registries) throws {
    try configuration.validate(for: registries)
    self.configuration = configuration.withoutOutput
    self.registries = try registries.adding(configuration.external)
    plan = try EvaluationPlan(configuration.pairs)
  }

  public func result(_ outcomes: [EvaluationCell]) throws -> PredictionEvaluation {
    try PredictionEvaluation(self, outcomes)
  }

  public var cellCount: Int { plan.cases.count }

  /// The classes in order; one without a name where the object is the only one.
  var classes: [String] {
    configuration.labels.isEmpty ? [""] : configuration.labels.map(\.description)
  }

  /// Keys of the losses and metrics in the order in which they were asked for.
  public var columns: [String] { configuration.columns }

  /// What was evaluated of a case, epoch by epoch and class by class.
  public func predictions(_ cell: EvaluationCell) -> [PredictionEvaluation.Prediction] {
    zip(plan.epochs, cell.epochs).flatMap { epoch, values in
      zip(zip(classes, cell.sizes), values).map { named, values in
        let (name, size) = named
        return PredictionEvaluation.Prediction(
          caseName: cell.caseName, epoch: epoch, className: name, size: size, values: values)
      }
    }
  }

  /// What keeps the outcomes from saying what was asked: what could not be evaluated, and labels that no
  /// truth has, which are a mistake most often.
  public func obstacles(_ cells: [EvaluationCell]) -> [String] {
    let known = cells.map(\.sizes).filter { !$0.isEmpty }
    let absent = configuration.labels.indices.filter { place in
      !known.isEmpty && known.allSatisfy { $0[place] == 0 }
    }
    return cells.flatMap(\.obstacles)
      + absent.map { "no truth has an element with the label \(classes[$0])" }
  }

  /// A cell of this case, every prediction of which has a place for every class, loss and metric.
  public func accepts(_ outcome: EvaluationCell, ofCell index: Int) -> Bool {
    outcome.caseName == plan.cases[index].name
      && (outcome.sizes.isEmpty
        ? outcome.epochs.allSatisfy(\.isEmpty) : outcome.sizes.count == classes.count)
      && outcome.epochs.count == plan.epochs.count
      && outcome.epochs.allSatisfy { values in
        values.isEmpty
          || values.count == classes.count && values.allSatisfy { $0.count == columns.count }
      }
  }

  public func outcome(ofCell index: Int) throws -> EvaluationCell {
    let item = plan.cases[index]
    var cell = EvaluationCell(caseName: item.name, epochCount: plan.epochs.count)
    // What goes wrong with the files of a case costs that case, and not the run.
    do {
      let reader = try PairReader(configuration, truth: item.truth)
      // Cells have their thread to themselves, a single one has all of them.
      try Parallelism.$threads.withValue(cellCount > 1 ? 1 : Parallelism.threads) {
        var judges = try CaseJudges(self)
        for (epoch, path) in item.predictions.enumerated() {
          guard let path else { continue }
          do {
            let pairs = try reader.pairs(prediction: path)
            cell.epochs[epoch] = try judges.values(pairs)
            cell.sizes = pairs.map { Mask($0.truth).foregroundCount }
          } catch {
            cell.obstacles.append(Self.text(of: error, file: path))
          }
        }
        try judges.finish()
      }
    } catch {
      cell.obstacles.append(Self.text(of: error, file: item.truth))
    }
    return cell
  }

  /// What went wrong, with the name of the file.
  private static func text(of error: any Error, file: String) -> String {
    let text = "\(error)"
    return text.contains(file) ? text : "\(file): \(text)"
  }
}

/// The losses and metrics of one case.
private struct CaseJudges {
  private let losses: [any Loss]
  private let metrics: [any Metric]
  private let configuration: EvaluationConfiguration
  private let servesManyPredictions: Bool
  /// Class by class what was looked at last: what losses and metrics derive from the truth is made once
  /// for all predictions.
  private var bases: [(sample: Sample, pair: MetricSample)] = []

  init(_ study: EvaluationStudy) throws {
    configuration = study.configuration
    let catalogue = study.registries.losses
    losses = try configuration.judges.settings.map {
      try catalogue.loss(id: $0.id, parameters: $0.parameters)
    }
    metrics = try configuration.metrics.map { try $0.metric(in: study.registries.metrics) }
    servesManyPredictions = study.plan.epochs.count > 1
  }

  /// Class by class the value of every loss and metric; none where a metric has no value.
  mutating func values(_ pairs: [PairReader.Pair]) throws -> [[Double?]] {
    if bases.count != pairs.count
      || zip(bases, pairs).contains(where: { $0.sample.truth != $1.truth })
    {
      bases = try pairs.map { pair in
        (
          try Sample(
            prediction: pair.prediction, truth: pair.truth, seed: configuration.seed,
            servesManyPredictions: servesManyPredictions),
          try MetricSample(prediction: pair.prediction, truth: pair.truth)
        )
      }
    }
    return try zip(bases, pairs).map { base, pair in
      let sample = try base.sample.replacingPrediction(with: pair.prediction)
      let metricSample = try base.pair.replacingPrediction(with: pair.prediction)
      let values =
        try losses.map { try $0.value(sample.forOneLoss()) }
        + metrics.map { try $0.value(metricSample, empty: configuration.empty) }
      if let place = values.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) {
        throw NotFinite(judge: configuration.columns[place])
      }
      return values
    }
  }

  /// A value that is no finite number, which no table can hold.
  private struct NotFinite: Error, CustomStringConvertible {
    let judge: String
    var description: String { "\(judge) has no finite value" }
  }

  /// Ends the processes of losses that are computed elsewhere.
  func finish() throws {
    for case let loss as ProcessLoss in losses { try loss.finish() }
  }
}

/// What losses and metrics say of all predictions of one case.
public struct EvaluationCell: Codable, Hashable, Sendable {
  /// Names the case.
  public let caseName: String
  /// Epoch by epoch and class by class one number for each loss and metric, none where a metric has no
  /// value; no class where there is no such prediction, or it could not be evaluated.
  public fileprivate(set) var epochs: [[[Double?]]]
  /// Class by class the number of elements of the truth; none where nothing could be evaluated.
  public fileprivate(set) var sizes: [Int] = []
  /// What could not be evaluated, and why.
  public fileprivate(set) var obstacles: [String] = []

  private enum CodingKeys: String, CodingKey {
    case caseName = "case"
    case epochs, sizes, obstacles
  }

  /// The same without what losses and metrics say.
  public var withoutValues: EvaluationCell {
    var cell = self
    cell.epochs = []
    return cell
  }

  fileprivate init(caseName: String, epochCount: Int) {
    self.caseName = caseName
    epochs = Array(repeating: [], count: epochCount)
  }
}
