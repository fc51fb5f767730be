/// Spearman's ρ and Kendall's τ-b of values against their positions 0, 1, 2, ….
public enum RankCorrelation {
  /// Spearman's ρ: the correlation of ranks, ties sharing their mean rank (Spearman 1904). `nil` for
  /// fewer than two values and for a constant list.
  public static func spearman(_ values: [Double]) -> Double? {
    let ranks = meanRanks(values)
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
    var balance = 0
    var untied = 0
    for later in values.indices.dropFirst() {
      for earlier in 0..<later where values[later] != values[earlier] {
        untied += 1
        balance += values[later] > values[earlier] ? 1 : -1
      }
    }
    let pairs = values.count * (values.count - 1) / 2
    guard untied > 0 else { return nil }
    return Double(balance) / (Double(pairs) * Double(untied)).squareRoot()
  }

  private static func meanRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
      for position in start..<end { ranks[order[position]] = Double(start + end - 1) / 2 }
      start = end
    }
    return ranks
  }
}
