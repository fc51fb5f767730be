import Experiments
import Losses
import Metrics

/// What losses and metrics say of the predictions of a network, and how they agree.
public struct PredictionEvaluation: Hashable, Sendable {
  /// What was asked for.
  public let configuration: EvaluationConfiguration
  /// The losses, those that agree best with the metrics first.
  public let losses: [Judge]
  /// The metrics.
  public let metrics: [Judge]
  /// The epochs in order.
  public let epochs: [String]
  /// The classes in order; one without a name where the object is the only one.
  public let classes: [String]
  /// The cases in order.
  public let cases: [String]
  /// Every class of every prediction that was evaluated, case by case and epoch by epoch.
  public let predictions: [Prediction]
  /// Each loss judged by each metric, in each scope in which there are pairs.
  public let agreements: [Agreement]
  /// The mean over the cases of every loss and metric, class by class and epoch by epoch.
  public let course: [Mean]
  /// One loss against one metric.
  public let scatter: EvaluationScatter?
  /// Number of cases that were compared with each other: not all where there are too many.
  public let comparedCases: Int
  /// What could not be evaluated, and why.
  public let obstacles: [String]

  /// A loss or a metric.
  public struct Judge: Codable, Hashable, Sendable {
    /// Key of the loss or identifier of the metric.
    public let key: String
    /// What names it in a legend.
    public let label: String
  }

  /// A class of a prediction.
  public struct Prediction: Hashable, Sendable {
    /// Names the case.
    public let caseName: String
    /// Names the epoch.
    public let epoch: String
    /// The label; empty where there is one class.
    public let className: String
    /// Number of elements of the truth.
    public let size: Int
    /// Loss by loss and then metric by metric in the order of ``PredictionEvaluation/columns``; none where a metric
    /// has no value.
    public let values: [Double?]
  }

  /// How a loss agrees with a metric.
  public struct Agreement: Codable, Hashable, Sendable {
    /// Which predictions are compared.
    public let scope: ComparisonScope
    /// Key of the loss.
    public let loss: String
    /// Identifier of the metric.
    public let metric: String
    /// Number of pairs that the metric tells apart.
    public let pairs: Int
    /// The share of these in which the loss prefers the worse, ties counted by half.
    public let wrong: Estimate?
    /// Kendall's τ-b over all pairs.
    public let kendall: Estimate?
  }

  /// A loss or a metric at an epoch.
  public struct Mean: Codable, Hashable, Sendable {
    /// The label; empty where there is one class.
    public let className: String
    /// Names the epoch.
    public let epoch: String
    /// Key of the loss or identifier of the metric.
    public let judge: String
    /// Number of cases with a value.
    public let cases: Int
    /// The mean over these, with an interval over the cases.
    public let mean: Estimate
  }

  /// Keys of the losses and metrics in the order in which they were asked for, as tables have them.
  public var columns: [String] { configuration.columns }

  /// The scopes in which there are pairs.
  public var scopes: [ComparisonScope] {
    ComparisonScope.allCases.filter { scope in agreements.contains { $0.scope == scope } }
  }

  /// How a loss agrees with a metric in a scope.
  public func agreement(
    _ scope: ComparisonScope, loss: String, metric: String
  ) -> Agreement? {
    agreements.first { $0.scope == scope && $0.loss == loss && $0.metric == metric }
  }
}

extension PredictionEvaluation {
  /// Looks at the outcomes of all cases.
  ///
  /// - Throws: where a loss or a metric is not there.
  init(_ study: EvaluationStudy, _ cells: [EvaluationCell]) throws {
    configuration = study.configuration
    let judges = try EvaluationJudges(study)
    metrics = judges.metrics
    epochs = study.plan.epochs
    let classes = study.classes
    self.classes = classes
    cases = cells.map(\.caseName)
    obstacles = study.obstacles(cells)
    predictions = cells.flatMap(study.predictions)
    let comparison = CaseComparison(
      classes.indices.map { place in
        judges.directions.indices.map { column in
          study.plan.epochs.indices.map { epoch in
            cells.map { cell -> Double? in
              guard place < cell.epochs[epoch].count else { return nil }
              return cell.epochs[epoch][place][column].map {
                judges.directions[column]?.badness(of: $0) ?? $0
              }
            }
          }
        }
      }, caseCount: cells.count, configuration)
    comparedCases = comparison.compared.count
    agreements = Self.agreements(judges, comparison)
    losses = Self.ordered(judges.losses, agreements)
    course = Self.course(
      cells, comparison, epochs: study.plan.epochs, classes: classes,
      columns: judges.losses.map(\.key) + judges.metrics.map(\.key))
    scatter = EvaluationScatter(study, comparison, judges)
  }

  private static func agreements(
    _ judges: EvaluationJudges, _ comparison: CaseComparison
  ) -> [Agreement] {
    let pairs = ComparisonScope.allCases.flatMap { scope in
      judges.losses.indices.flatMap { loss in
        judges.metrics.indices.map { (scope: scope, loss: loss, metric: $0) }
      }
    }
    let found = concurrentMap(count: pairs.count, state: ()) { _, index in
      let pair = pairs[index]
      let counted = comparison.agreement(
        pair.scope, judge: pair.loss, reference: judges.losses.count + pair.metric)
      return Agreement(
        scope: pair.scope, loss: judges.losses[pair.loss].key,
        metric: judges.metrics[pair.metric].key, pairs: counted.pairs, wrong: counted.wrong,
        kendall: counted.kendall)
    }
    // A scope without a single pair, as of one epoch alone, is none.
    let scopes = Set(found.filter { $0.pairs > 0 || $0.kendall != nil }.map(\.scope))
    return found.filter { scopes.contains($0.scope) }
  }

  /// Those that order the fewest pairs of the first scope wrongly first; equal ones as asked for.
  private static func ordered(_ losses: [Judge], _ agreements: [Agreement]) -> [Judge] {
    let scope = agreements.first?.scope
    func mean(_ loss: Judge) -> Double {
      let shares = agreements.filter { $0.scope == scope && $0.loss == loss.key }
        .compactMap(\.wrong?.value)
      return shares.isEmpty ? .infinity : shares.reduce(0, +) / Double(shares.count)
    }
    return losses.map { (loss: $0, mean: mean($0)) }.enumerated()
      .sorted { ($0.element.mean, $0.offset) < ($1.element.mean, $1.offset) }
      .map(\.element.loss)
  }

  private static func course(
    _ cells: [EvaluationCell], _ comparison: CaseComparison, epochs: [String], classes: [String],
    columns: [String]
  ) -> [Mean] {
    classes.enumerated().flatMap { place, name in
      epochs.enumerated().flatMap { number, epoch in
        columns.enumerated().compactMap { column, key -> Mean? in
          let values = cells.map { cell in
            place < cell.epochs[number].count ? cell.epochs[number][place][column] : nil
          }
          func mean(_ weights: [Int32]?) -> Double? {
            var (sum, count) = (0.0, 0.0)
            for (index, value) in values.enumerated() {
              guard let value else { continue }
              let weight = Double(weights?[index] ?? 1)
              sum += weight * value
              count += weight
            }
            return count > 0 ? sum / count : nil
          }
          guard let all = mean(nil) else { return nil }
          return Mean(
            className: name, epoch: epoch, judge: key, cases: values.count { $0 != nil },
            mean: Estimate(all, resamples: comparison.resamples.map(mean)))
        }
      }
    }
  }
}

/// The losses and metrics in the order of the columns.
struct EvaluationJudges {
  let losses: [PredictionEvaluation.Judge]
  let metrics: [PredictionEvaluation.Judge]
  /// Which of two values is better: none for losses, the smaller of which is.
  let directions: [MetricDirection?]

  init(_ study: EvaluationStudy) throws {
    let configuration = study.configuration
    let catalogue = study.registries.losses
    losses = try configuration.judges.settings.map { setting in
      let specification = try catalogue.entry(id: setting.id).specification
      return PredictionEvaluation.Judge(
        key: setting.key, label: setting.label(name: specification.name))
    }
    let specifications = try configuration.metrics.map {
      try study.registries.metrics.entry(id: $0.id).specification
    }
    metrics = specifications.map { PredictionEvaluation.Judge(key: $0.id, label: $0.name) }
    directions = losses.map { _ in nil } + specifications.map(\.direction)
  }
}
