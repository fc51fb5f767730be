import Experiments
import Losses

/// What one loss and one metric say of every prediction, and where they disagree most.
public struct EvaluationScatter: DiscordantScatter, Codable, Hashable, Sendable {
  /// Key of the loss.
  public let loss: String
  /// Identifier of the metric.
  public let metric: String
  /// Which predictions are compared.
  public let scope: ComparisonScope
  /// Every prediction for which the metric has a value.
  public let points: [Point]
  /// Number of pairs that the metric tells apart.
  public let pairs: Int
  /// Number of those in which the loss prefers the worse, without ties.
  public let discordant: Int
  /// The worst discordant pairs without common predictions, the worst first, as indices of ``points``;
  /// the first of each is the one that the loss prefers and the metric does not.
  public let worst: [[Int]]
  /// Where the worst pair is of one case: its truth and its two masks, in the order of ``worst``.
  public let masks: [EncodedMask]

  /// A class of a prediction.
  public struct Point: JudgedPoint, Codable, Hashable, Sendable {
    /// Names the case.
    public let caseName: String
    /// Names the epoch.
    public let epoch: String
    /// The label; empty where there is one class.
    public let className: String
    /// Value of the metric.
    public let metric: Double
    /// Value of the loss.
    public let loss: Double

    /// Which prediction it is.
    package var place: String {
      [
        caseName, epoch.isEmpty ? "" : "epoch \(epoch)",
        className.isEmpty ? "" : "label \(className)",
      ]
      .filter { !$0.isEmpty }.joined(separator: ", ")
    }
  }
}

extension EvaluationScatter {
  /// Looks at the loss and the metric that the configuration names, or at the first there is, within cases
  /// where there are several epochs and within the only epoch otherwise; `nil` where there is no
  /// prediction. Of more cases than can all be compared with each other, those that are are shown.
  init?(_ study: EvaluationStudy, _ comparison: CaseComparison, _ judges: EvaluationJudges) {
    let configuration = study.configuration
    let selection = configuration.scatter
    let loss = judges.losses.firstIndex { $0.key == selection.loss } ?? 0
    let metric = judges.metrics.firstIndex { $0.key == selection.metric } ?? 0
    let column = judges.losses.count + metric
    let scope: ComparisonScope = comparison.epochCount > 1 ? .epochs : .cases
    // Each group is of one class, so that of each the worst pairs are looked for apart.
    let perClass = comparison.columns.map { columns in
      let kept = comparison.groups(scope).map { group in
        group.filter { !columns[column].values[$0].isNaN && !columns[loss].values[$0].isNaN }
      }
      return (
        kept: kept,
        found: DiscordantPairs(
          losses: columns[loss], badness: columns[column], groups: kept)
      )
    }
    var points: [Point] = []
    var worst: [[Int]] = []
    for (number, item) in perClass.enumerated() {
      let kept = item.kept.flatMap(\.self)
      let places = Dictionary(zip(kept, kept.indices.map { points.count + $0 })) { first, _ in first
      }
      let columns = comparison.columns[number]
      let isHigherBetter = judges.directions[column] == .higherIsBetter
      points += kept.map { index in
        let (epoch, place) = index.quotientAndRemainder(dividingBy: comparison.caseCount)
        let badness = columns[column].values[index]
        return Point(
          caseName: study.plan.cases[place].name, epoch: study.plan.epochs[epoch],
          className: configuration.labels.isEmpty ? "" : configuration.labels[number].description,
          metric: isHigherBetter ? -badness : badness, loss: columns[loss].values[index])
      }
      worst += item.found.worst.map { $0.compactMap { places[$0] } }
    }
    guard !points.isEmpty else { return nil }
    self.init(
      loss: judges.losses[loss].key, metric: judges.metrics[metric].key, scope: scope,
      points: points, pairs: perClass.reduce(0) { $0 + $1.found.told },
      discordant: perClass.reduce(0) { $0 + $1.found.count }, worst: worst,
      masks: scope == .epochs
        ? worst.first.map { pair in study.masks(of: pair.map { points[$0] }) } ?? [] : [])
  }
}

extension CaseComparison {
  /// The predictions that are compared with each other.
  func groups(_ scope: ComparisonScope) -> [[Int]] {
    switch scope {
    case .epochs:
      compared.map { place in (0..<epochCount).map { $0 * caseCount + place } }
    case .cases:
      (0..<epochCount).map { epoch in compared.map { epoch * caseCount + $0 } }
    }
  }
}

extension EvaluationStudy {
  /// The truth and the masks of some predictions of one case; none where a file is not there any more.
  fileprivate func masks(of points: [EvaluationScatter.Point]) -> [EncodedMask] {
    guard let first = points.first,
      let item = plan.cases.first(where: { $0.name == first.caseName }),
      let reader = try? PairReader(configuration, truth: item.truth)
    else { return [] }
    let number = configuration.labels.firstIndex { $0.description == first.className } ?? 0
    let pairs = points.compactMap { point -> PairReader.Pair? in
      guard let epoch = plan.epochs.firstIndex(of: point.epoch), let path = item.predictions[epoch],
        let pairs = try? reader.pairs(prediction: path)
      else { return nil }
      return pairs[number]
    }
    guard pairs.count == points.count, let truth = pairs.first?.truth else { return [] }
    return ([truth] + pairs.map(\.prediction)).map { EncodedMask(Mask($0)) }
  }
}
