import Documents
import Experiments
import Foundation
import Texts

/// How often training with each loss succeeded, as `descend` found it.
public struct TrainingEvidence: Codable, Hashable, Sendable {
  /// The settings (problem, object, optimiser) in order.
  public let settings: [String]
  /// One for each loss.
  public let losses: [TrainedLoss]

  /// A loss at its best learning rate in every setting.
  public struct TrainedLoss: Codable, Hashable, Sendable {
    /// Key of the loss.
    public let loss: String
    /// Setting by setting the number of runs that succeeded.
    public let reached: [Int]
    /// Setting by setting the number of runs.
    public let runs: [Int]
    /// The share of all runs that succeeded, with the 95 % interval of Wilson (1927,
    /// 10.1080/01621459.1927.10502953).
    public let share: Estimate
  }

  /// Looks at the report of `descend`.
  public init(_ report: DescentReport) {
    settings = report.scenes.map(\.name)
    let keys = report.scenes.first?.losses.map(\.key) ?? []
    losses = keys.map { key in
      let best = report.scenes.compactMap { scene in
        scene.losses.first { $0.key == key }?.atBest
      }
      let (reached, runs) = (best.map(\.reached), best.map(\.runs))
      return TrainedLoss(
        loss: key, reached: reached, runs: runs,
        share: Self.wilson(reached.reduce(0, +), of: runs.reduce(0, +)))
    }
  }

  /// Reads `descend.json` out of a folder.
  ///
  /// - Throws: `FileError` or `DocumentError`.
  public init(folder: String) throws {
    let path = "\(folder)/descend.json"
    let bytes = try readFile(at: path)
    self.init(try DescentReport(bytes, path: path))
  }

  /// A share and its 95 % interval: the shares that the number found is no further from than 1.96 of their
  /// own standard errors.
  package static func wilson(_ count: Int, of total: Int) -> Estimate {
    guard total > 0 else { return Estimate(0, lower: 0, upper: 1) }
    let (n, z) = (Double(total), 1.959963984540054)
    let share = Double(count) / n
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return Estimate(share, lower: max(0, middle - half), upper: min(1, middle + half))
  }
}

extension TrainingEvidence {
  func trained(_ loss: String) -> TrainedLoss? { losses.first { $0.loss == loss } }

  /// Where training contradicts a ranking: a loss of its best group whose share of successful runs lies
  /// with its whole interval under that of a loss that the metric puts below it.
  public func contradictions(to ranking: Advice.Ranking) -> [String] {
    let groups = ranking.groups
    guard let best = groups.first else { return [] }
    let worse = groups.dropFirst().flatMap(\.self).compactMap { trained($0.loss) }
    return best.compactMap { loss in
      guard let trained = trained(loss.loss) else { return nil }
      let rivals = worse.filter { rival in
        (rival.share.lower ?? 0) > (trained.share.upper ?? 1)
      }
      guard !rivals.isEmpty else { return nil }
      return "\(loss.loss) is among the best by \(ranking.label), and trains worse than "
        + rivals.map(\.loss).joined(separator: ", ") + ": \(Self.success(trained)) against "
        + rivals.map(Self.success).joined(separator: ", ")
    }
  }

  /// What training says to a ranking, in sentences.
  public func statement(on ranking: Advice.Ranking) -> String {
    let missing = ranking.losses.filter { trained($0.loss) == nil }.map(\.loss)
    let known = ranking.losses.count - missing.count
    guard known > 0 else {
      return "By \(ranking.label): none of these losses was trained."
    }
    let left = missing.isEmpty ? "" : " Not trained: \(missing.joined(separator: ", "))."
    guard ranking.groups.count > 1 else {
      return
        "By \(ranking.label): the metric tells no loss from the best, so that training can contradict "
        + "nothing." + left
    }
    let found = contradictions(to: ranking)
    return "By \(ranking.label): "
      + (found.isEmpty
        ? "training contradicts nothing: no loss of the best group succeeds so much more rarely than a "
          + "loss below it that the intervals are apart."
        : "training disagrees. " + found.joined(separator: "; ") + ".") + left
  }

  /// What was looked at, in a sentence.
  public var scope: String {
    "Training is what descend found: \(counted(settings.count, "setting")) (problem, object, optimiser), "
      + "each loss at its own best learning rate. These are its small problems, and not your data. A run "
      + "succeeds when it reaches the Dice that was asked for; shares have the 95 % interval of Wilson."
  }

  static func success(_ loss: TrainedLoss) -> String {
    "\(loss.reached.reduce(0, +)) of \(counted(loss.runs.reduce(0, +), "run"))"
  }
}
