import Algorithms

/// In how many of the seeds a count of wrong elements falls at some step, where there are several.
public struct CountFalls: Hashable, Sendable, Codable {
  /// Number of seeds.
  public let seeds: Int
  /// Share of the seeds in which FP falls at some step.
  public let falsePositives: Double
  /// Share of the seeds in which FN falls at some step.
  public let falseNegatives: Double

  /// - Parameter runs: the counts of each seed, step by step.
  init?(_ runs: [[ErrorCount]]) {
    guard runs.count > 1 else { return nil }
    func share(_ count: KeyPath<ErrorCount, Int>) -> Double {
      let falling = runs.count { run in
        run.adjacentPairs().contains { $1[keyPath: count] < $0[keyPath: count] }
      }
      return Double(falling) / Double(runs.count)
    }
    seeds = runs.count
    falsePositives = share(\.falsePositives)
    falseNegatives = share(\.falseNegatives)
  }
}
