import Experiments

/// How all pairs of items are ordered by two quantities, for Kendall's τ-b (Kendall 1945).
///
/// Counts of several lists of items, such as the predictions of several truths, can be added: pairs
/// across lists are then not counted.
package struct RankedPairs: Hashable, Sendable {
  /// Pairs that both order alike, minus those that they order oppositely.
  package private(set) var balance = 0
  /// Pairs that the first quantity orders.
  package private(set) var untiedByFirst = 0
  /// Pairs that the second quantity orders.
  package private(set) var untiedBySecond = 0

  /// No pairs.
  package init() {}

  /// Counts the pairs in O(n log n) (Knight 1966, 10.1080/01621459.1966.10480879).
  ///
  /// - Parameters:
  ///   - first: for each item the number of its level by one quantity; equal levels are ties.
  ///   - second: the same by the other quantity.
  package init(_ first: [Int], _ second: [Int]) {
    let order = first.indices.sorted { (first[$0], second[$0]) < (first[$1], second[$1]) }
    let pairs = Self.pairs(first.count)
    let tiedByFirst = Self.tiedPairs(order) { first[$0] == first[$1] }
    let tiedByBoth = Self.tiedPairs(order) { first[$0] == first[$1] && second[$0] == second[$1] }
    var levels = order.map { second[$0] }
    let inversions = Self.sortCountingInversions(&levels)
    let tiedBySecond = Self.tiedPairs(Array(levels.indices)) { levels[$0] == levels[$1] }
    untiedByFirst = pairs - tiedByFirst
    untiedBySecond = pairs - tiedBySecond
    balance = pairs - tiedByFirst - tiedBySecond + tiedByBoth - 2 * inversions
  }

  /// Kendall's τ-b: ``balance`` over √(``untiedByFirst`` · ``untiedBySecond``), in [−1, 1]; none where
  /// one of the quantities is constant.
  package var tauB: Double? {
    Self.tauB(
      balance: Double(balance), untied: Double(untiedByFirst), Double(untiedBySecond))
  }

  /// τ-b of counts that may be sums of weights.
  static func tauB(balance: Double, untied first: Double, _ second: Double) -> Double? {
    // One root for each, since their product may be beyond what a number holds exactly.
    guard first > 0, second > 0 else { return nil }
    return min(max(balance / (first.squareRoot() * second.squareRoot()), -1), 1)
  }

  package static func + (first: Self, second: Self) -> Self {
    var sum = first
    sum.balance += second.balance
    sum.untiedByFirst += second.untiedByFirst
    sum.untiedBySecond += second.untiedBySecond
    return sum
  }

  private static func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }

  /// Pairs within the runs of neighbours that are tied.
  private static func tiedPairs(_ order: [Int], _ isTied: (Int, Int) -> Bool) -> Int {
    var (sum, run) = (0, order.isEmpty ? 0 : 1)
    for (previous, next) in zip(order, order.dropFirst()) {
      if isTied(previous, next) {
        run += 1
      } else {
        sum += pairs(run)
        run = 1
      }
    }
    return sum + pairs(run)
  }

  /// Sorts by merging and counts the pairs that stood in falling order.
  private static func sortCountingInversions(_ values: inout [Int]) -> Int {
    var source = values
    var target = values
    var inversions = 0
    var width = 1
    while width < source.count {
      for start in stride(from: 0, to: source.count, by: 2 * width) {
        let middle = min(start + width, source.count)
        let end = min(start + 2 * width, source.count)
        var (left, right) = (start, middle)
        for place in start..<end {
          if left < middle, right == end || source[left] <= source[right] {
            target[place] = source[left]
            left += 1
          } else {
            target[place] = source[right]
            right += 1
            inversions += middle - left
          }
        }
      }
      swap(&source, &target)
      width *= 2
    }
    values = source
    return inversions
  }
}
