import Experiments
import Foundation
import Losses
import Metrics

/// Which losses prefer what the metrics prefer on some masks, and which cannot be told apart.
public struct Advice: Encodable, Hashable, Sendable {
  /// What was asked.
  public let configuration: AdviceConfiguration
  /// One for each metric.
  public let rankings: [Ranking]
  /// The masks, what they are like, and what was not possible on them.
  public let masks: [MaskSummary]
  /// How often training with the losses succeeded; none where nobody trained.
  public let training: TrainingEvidence?

  /// A mask without its numbers.
  public struct MaskSummary: Encodable, Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What it is like; none where there is no object in it.
    public let traits: MaskTraits?
    /// The paths along which it was spoilt.
    public let paths: [String]
    /// What is not possible on it.
    public let obstacles: [String]
  }

  /// The losses in the order in which a metric puts them.
  public struct Ranking: Encodable, Hashable, Sendable {
    /// Identifier of the metric.
    public let metric: String
    /// What names it.
    public let label: String
    /// Number of masks on which the metric tells some pair apart.
    public let masks: Int
    /// The losses, the best first.
    public let losses: [RankedLoss]
    /// Under each variant which losses cannot be told from the best, the best first.
    public let best: [[String]]

    /// The losses of each group, the best group first.
    public var groups: [[RankedLoss]] {
      let count = losses.map(\.group).max() ?? 0
      return (0..<count).map { number in losses.filter { $0.group == number + 1 } }
    }
  }

  /// A loss in a ranking.
  public struct RankedLoss: Encodable, Hashable, Sendable {
    /// Key of the loss.
    public let loss: String
    /// The share of pairs that it orders wrongly, the mean over the masks.
    public let wrong: Estimate
    /// The group that it belongs to, from 1: the first loss of a group is told from those of the group
    /// before, and the others are not told from it.
    public let group: Int
    /// The share under each variant.
    public let variants: [Double?]
  }
}

extension Advice {
  /// Looks at what came out on all masks.
  init(_ study: AdviceStudy, _ cells: [AdviceCell]) {
    configuration = study.configuration
    training = study.training
    masks = cells.map {
      MaskSummary(name: $0.mask, traits: $0.traits, paths: $0.paths, obstacles: $0.obstacles)
    }
    let experiment = configuration.experiment
    let keys = experiment.settings.map(\.key)
    let configuration = configuration
    rankings = experiment.metrics.enumerated().map { place, metric in
      let specification = try? study.registries.metrics.entry(id: metric.id).specification
      let variants = AdviceVariant.all.indices.map { variant in
        ResampledShares(cells, configuration, variant: variant, metric: place, keys: keys)
      }
      return Ranking(
        metric: metric.id, label: specification?.name ?? metric.id, variants: variants, keys: keys)
    }
  }
}

extension Advice.Ranking {
  fileprivate init(metric: String, label: String, variants: [ResampledShares], keys: [String]) {
    self.metric = metric
    self.label = label
    let standard = variants.first
    masks = standard?.maskCount ?? 0
    let groups = standard?.groups() ?? []
    losses = groups.enumerated().flatMap { number, group in
      group.compactMap { loss in
        standard?.estimate(loss).map { estimate in
          Advice.RankedLoss(
            loss: keys[loss], wrong: estimate, group: number + 1,
            variants: variants.map { $0.value(loss) })
        }
      }
    }
    best = variants.map { variant in (variant.groups().first ?? []).map { keys[$0] } }
  }
}

/// The share of every loss by one metric under one variant, in every resample.
package struct ResampledShares {
  /// The mean over the masks, loss by loss.
  private let values: [Double]
  /// Loss by loss the same in every resample.
  private let resamples: [[Double]]
  /// Whether masks were drawn, and not the runs on them.
  private let isOverMasks: Bool
  /// Number of masks on which the metric tells some pair apart.
  package let maskCount: Int

  /// Draws masks where there are enough of them; the runs of the paths were drawn with the cells
  /// otherwise.
  init(
    _ cells: [AdviceCell], _ configuration: AdviceConfiguration, variant: Int, metric: Int,
    keys: [String]
  ) {
    let rows = cells.compactMap { cell -> [AdviceCell.Share]? in
      guard variant < cell.variants.count else { return nil }
      let row = cell.variants[variant][metric].compactMap { $0 }
      return row.count == keys.count ? row : nil
    }
    self.init(
      rows.map { $0.map(\.value) },
      ofRuns: configuration.isAboutOtherMasks
        ? nil : rows.map { $0.map { $0.resamples(configuration.resamples) } },
      count: configuration.resamples, seed: configuration.experiment.seed)
  }

  /// - Parameters:
  ///   - rows: mask by mask the share of each loss.
  ///   - runs: mask by mask and loss by loss the share in each resample of runs; masks are drawn where
  ///     there is none.
  package init(_ rows: [[Double]], ofRuns runs: [[[Double]]]?, count: Int, seed: UInt64) {
    maskCount = rows.count
    isOverMasks = runs == nil
    let losses = rows.first?.indices ?? 0..<0
    func mean(_ loss: Int, _ masks: [Int]) -> Double {
      masks.reduce(0) { $0 + rows[$1][loss] } / Double(masks.count)
    }
    values = losses.map { mean($0, Array(rows.indices)) }
    if let runs {
      let draws = runs.first?.first?.indices ?? 0..<0
      resamples = losses.map { loss in
        draws.map { draw in
          runs.reduce(0) { $0 + $1[loss][draw] } / Double(runs.count)
        }
      }
    } else {
      var random = SeededGenerator(seed: seed)
      let draws = (0..<(rows.isEmpty ? 0 : count)).map { _ in
        rows.map { _ in random.index(below: rows.count) }
      }
      resamples = losses.map { loss in draws.map { mean(loss, $0) } }
    }
  }

  func value(_ loss: Int) -> Double? { values.indices.contains(loss) ? values[loss] : nil }

  package func estimate(_ loss: Int) -> Estimate? {
    value(loss).map { Estimate($0, resamples: resamples[loss]) }
  }

  private static func level(of losses: Int) -> Double { 0.05 / Double(max(losses - 1, 1)) }

  /// With fewer masks no test of signs could tell so many losses apart, whatever the shares.
  package static func leastMasks(toTellApart losses: Int) -> Int {
    1 - Int(log2(level(of: losses)).rounded(.down))
  }

  /// Whether a loss orders more pairs wrongly than another, as far as the resamples go.
  ///
  /// The interval of their difference has to lie above 0. As many differences from the best are looked
  /// at as there are other losses; so the interval holds 1 − 0.05 / (n − 1) (Bonferroni). Resamples of
  /// few masks are too sure: where not even all masks together could show it by a test of signs, whose
  /// least p is 2 / 2^masks, nothing is told apart.
  private func isWorse(_ loss: Int, than other: Int) -> Bool {
    let differences = zip(resamples[loss], resamples[other]).map { $0 - $1 }.sorted()
    guard !isOverMasks || maskCount >= Self.leastMasks(toTellApart: values.count) else {
      return false
    }
    let tail = Self.level(of: values.count) / 2
    // The least difference of all, where the resamples are too few for so short a tail.
    guard let least = Estimate.quantile(tail, of: differences) else { return false }
    return values[loss] > values[other] && least > 0
  }

  /// The losses in groups: of those left the best and all that are not told from it.
  package func groups() -> [[Int]] {
    var left = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var groups: [[Int]] = []
    while let best = left.first {
      let group = left.filter { $0 == best || !isWorse($0, than: best) }
      groups.append(group)
      left.removeAll(where: group.contains)
    }
    return groups
  }
}
