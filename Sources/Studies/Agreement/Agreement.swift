import Algorithms
import Experiments
import Losses
import Metrics

/// How losses and metrics agree over predictions of the same truth.
public struct Agreement: Encodable, Hashable, Sendable {
  /// What was asked for.
  public let configuration: AgreementConfiguration
  /// The losses in the order of their agreement with the metrics, the best first.
  public let losses: [Judge]
  /// The metrics in the order of their agreement with the losses, the best first.
  public let metrics: [Judge]
  /// The objects that some path is possible for, from the smallest on.
  public let objects: [Object]
  /// Each loss judged by each metric, object by object and over all.
  public let agreements: [JudgeAgreement]
  /// Each loss and each later one, over all objects.
  public let lossPairs: [JudgeAgreement]
  /// Each metric and each later one, over all objects.
  public let metricPairs: [JudgeAgreement]
  /// One loss against one metric; none where nothing was possible.
  public let scatter: AgreementScatter?
  /// What is not possible, and why.
  public let impossible: [String]
  /// What all losses and metrics say of every prediction.
  let cells: [AgreementCell]

  private enum CodingKeys: String, CodingKey {
    case configuration, losses, metrics, objects, agreements, lossPairs, metricPairs
    case scatter, impossible
  }

  /// A loss or a metric.
  public struct Judge: Codable, Hashable, Sendable {
    /// Key of the loss or identifier of the metric.
    public let key: String
    /// What names it in a legend.
    public let label: String
    /// Family of a loss; none for metrics and for losses of other processes.
    public let family: LossFamily?
    /// Mean over its partners of the share of pairs that are ordered wrongly; none where there is no
    /// pair at all.
    public internal(set) var meanWrong: Double?
  }

  /// A truth and its predictions.
  public struct Object: Codable, Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Number of its elements.
    public let size: Int
    /// Number of runs of paths.
    public let runs: Int
    /// Number of predictions.
    public let predictions: Int
  }

  /// How a loss agrees with a metric.
  ///
  /// - Parameters:
  ///   - loss: key of the loss.
  ///   - metric: identifier of the metric.
  ///   - object: on whose predictions; those of all objects where there is none.
  public func agreement(loss: String, metric: String, object: String?) -> JudgeAgreement? {
    agreements.first { $0.judge == loss && $0.reference == metric && $0.object == object }
  }
}

extension Agreement {
  /// Looks at the outcomes of a task.
  ///
  /// - Throws: what goes wrong when the predictions of the scatter are made again.
  init(_ study: AgreementStudy, _ outcomes: [AgreementCell]) throws {
    configuration = study.configuration
    cells = outcomes
    impossible = outcomes.compactMap { cell in
      cell.obstacle.map { "`\(cell.object)` along `\(cell.path)`: \($0)" }
    }
    let judges = try Judges(study)
    let predictions = Predictions(outcomes, resolution: configuration.resolution)
    objects = predictions.objects
    let task = AgreementTask(
      zip(predictions.objects, predictions.judged).map { ($0.name, $1.predictions, $1.blocks) },
      blocks: predictions.blockCount, resamples: configuration.resamples,
      seed: configuration.experiment.seed)
    let (lossPlaces, metricPlaces) = (judges.losses.indices, judges.metrics.indices)
    func named(_ column: Int) -> (column: Int, name: String) { (column, judges.all[column].key) }
    let offset = judges.losses.count
    let agreements = task.agreements(
      lossPlaces.flatMap { loss in
        metricPlaces.map { (judge: named(loss), reference: named(offset + $0)) }
      })
    self.agreements = agreements
    func pairs(_ places: Range<Int>, from offset: Int) -> [JudgeAgreement] {
      task.agreements(
        places.flatMap { first in
          places[(first + 1)...].map { (named(offset + first), named(offset + $0)) }
        }
      ).filter { $0.object == nil }
    }
    lossPairs = pairs(lossPlaces, from: 0)
    metricPairs = pairs(metricPlaces, from: offset)
    losses = Self.ordered(judges.losses, agreements, by: \.judge)
    metrics = Self.ordered(judges.metrics, agreements, by: \.reference)
    scatter = try AgreementScatter(study, predictions, judges)
  }

  /// Those that order the fewest pairs wrongly first; equal ones in the order of the catalogue.
  private static func ordered(
    _ judges: [Judge], _ agreements: [JudgeAgreement], by key: KeyPath<JudgeAgreement, String>
  ) -> [Judge] {
    judges.map { judge in
      let shares = agreements.filter { $0.object == nil && $0[keyPath: key] == judge.key }
        .compactMap(\.wrong?.value)
      var judge = judge
      judge.meanWrong = shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
      return judge
    }.enumerated().sorted {
      ($0.element.meanWrong ?? .infinity, $0.offset)
        < ($1.element.meanWrong ?? .infinity, $1.offset)
    }.map(\.element)
  }

  /// The losses and metrics in the order of the columns.
  struct Judges {
    let losses: [Judge]
    let metrics: [Judge]
    /// Which of two values of each metric is better.
    let directions: [MetricDirection]

    var all: [Judge] { losses + metrics }

    init(_ study: AgreementStudy) throws {
      let experiment = study.configuration.experiment
      let catalogue = study.registries.losses
      losses = try experiment.settings.map { setting in
        let specification = try catalogue.entry(id: setting.id).specification
        return Judge(
          key: setting.key, label: setting.label(name: specification.name),
          family: specification.family)
      }
      let specifications = try experiment.metrics.map {
        try study.registries.metrics.entry(id: $0.id).specification
      }
      metrics = specifications.map { Judge(key: $0.id, label: $0.name, family: nil) }
      directions = specifications.map(\.direction)
    }
  }

  /// The predictions of all objects, from the smallest on.
  struct Predictions {
    let objects: [Object]
    let judged: [(predictions: JudgedPredictions, blocks: [Int])]
    /// For each object what its predictions are, in order.
    let places: [[(path: String, run: Int, step: Int)]]
    /// Number of runs of all paths.
    let blockCount: Int

    init(_ cells: [AgreementCell], resolution: Double) {
      var numbers: [String: Int] = [:]
      for cell in cells {
        for run in cell.runs.indices {
          let name = Self.block(cell, run)
          numbers[name] = numbers[name] ?? numbers.count
        }
      }
      blockCount = numbers.count
      var (objects, judged): ([Object], [(JudgedPredictions, [Int])]) = ([], [])
      var places: [[(String, Int, Int)]] = []
      let names = Array(cells.map(\.object).uniqued())
      let groups = names.map { name in cells.filter { $0.object == name && !$0.runs.isEmpty } }
      for group in groups.filter({ !$0.isEmpty }).sorted(by: { $0[0].size ?? 0 < $1[0].size ?? 0 })
      {
        let predictions = JudgedPredictions(group.flatMap(\.runs), resolution: resolution)
        let blocks = group.flatMap { cell in
          cell.runs.indices.map { numbers[Self.block(cell, $0)] ?? 0 }
        }
        objects.append(
          Object(
            name: group[0].object, size: group[0].size ?? 0, runs: blocks.count,
            predictions: predictions.count))
        judged.append((predictions, blocks))
        places.append(
          group.flatMap { cell in
            cell.runs.enumerated().flatMap { run, steps in
              steps.indices.map { (cell.path, run, $0) }
            }
          })
      }
      (self.objects, self.judged, self.places) = (objects, judged, places)
    }

    /// What names a run of a path, whatever the object.
    private static func block(_ cell: AgreementCell, _ run: Int) -> String { "\(cell.path) \(run)" }
  }
}

extension Agreement {
  /// The losses in their order, those that order all pairs of predictions alike together.
  public var lossGroups: [[Judge]] {
    let alike = Set(
      lossPairs.filter { ($0.kendall?.value ?? 0) > 1 - 1e-12 }.flatMap {
        [[$0.judge, $0.reference], [$0.reference, $0.judge]]
      })
    return losses.reduce(into: []) { groups, loss in
      if let place = groups.firstIndex(where: { alike.contains([$0[0].key, loss.key]) }) {
        groups[place].append(loss)
      } else {
        groups.append([loss])
      }
    }
  }
}
