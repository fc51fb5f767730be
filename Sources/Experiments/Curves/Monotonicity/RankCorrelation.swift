import Algorithms

/// Spearman's ρ and Kendall's τ-b of values against their positions 0, 1, 2, ….
///
/// Values that differ by less than 1e-12 of the range count as equal: rounding makes the values of a
/// plateau differ, which says nothing of their order.
public enum RankCorrelation {
  /// Share of the range from which on two values differ.
  private static let resolution = 1e-12

  /// Spearman's ρ: the correlation of ranks, ties sharing their mean rank (Spearman 1904). `nil` for
  /// fewer than two values and for a constant list.
  public static func spearman(_ values: [Double]) -> Double? {
    let ranks = meanRanks(levels(values))
    let center = Double(values.count - 1) / 2
    var covariance = 0.0
    var rankVariance = 0.0
    var stepVariance = 0.0
    for (step, rank) in ranks.enumerated() {
      let rankOffset = rank - center
      let stepOffset = Double(step) - center
      covariance += rankOffset * stepOffset
      rankVariance += rankOffset * rankOffset
      stepVariance += stepOffset * stepOffset
    }
    guard rankVariance > 0, stepVariance > 0 else { return nil }
    return covariance / (rankVariance * stepVariance).squareRoot()
  }

  /// Kendall's τ-b: (concordant − discordant) pairs over √(all pairs · untied pairs) (Kendall 1945).
  /// `nil` for fewer than two values and for a constant list.
  public static func kendall(_ values: [Double]) -> Double? {
    let levels = levels(values)
    var balance = 0
    var untied = 0
    for later in levels.indices.dropFirst() {
      for earlier in 0..<later where levels[later] != levels[earlier] {
        untied += 1
        balance += levels[later] > levels[earlier] ? 1 : -1
      }
    }
    let pairs = values.count * (values.count - 1) / 2
    guard untied > 0 else { return nil }
    return Double(balance) / (Double(pairs) * Double(untied)).squareRoot()
  }

  /// For each value the number of its level: neighbours in order of size belong to one level where
  /// they count as equal.
  package static func levels(_ values: [Double]) -> [Int] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    guard let first = order.first, let last = order.last else { return [] }
    // Halves, since the range itself may be beyond all numbers.
    let gap = resolution * (values[last] / 2 - values[first] / 2)
    var levels = [Int](repeating: 0, count: values.count)
    var level = 0
    for (lower, upper) in order.adjacentPairs() {
      let difference = values[upper] / 2 - values[lower] / 2
      if difference > 0 && difference >= gap { level += 1 }
      levels[upper] = level
    }
    return levels
  }

  private static func meanRanks(_ levels: [Int]) -> [Double] {
    let order = levels.indices.sorted { levels[$0] < levels[$1] }
    var ranks = [Double](repeating: 0, count: levels.count)
    var start = 0
    for (_, tied) in order.chunked(on: { levels[$0] }) {
      let rank = Double(2 * start + tied.count - 1) / 2
      for position in tied { ranks[position] = rank }
      start += tied.count
    }
    return ranks
  }
}
