import Losses

/// How a judge orders the pairs that another one, the reference, tells apart, counted for all pairs of
/// blocks, so that any resample of whole blocks takes one weighted sum.
///
/// A block that is drawn w times takes part in pairs with another, drawn v times, w · v times, and in
/// w² times the pairs within itself: w times within the copies, and w (w − 1) / 2 times twice between
/// two of them.
struct BlockPairs: Sendable {
  /// Twice the number of pairs that the judge orders wrongly, and once that of its ties, among those
  /// whose reference differs by more than its resolution; one entry for each pair of blocks.
  let wrong: [Int32]
  /// Number of pairs whose reference differs by more than its resolution.
  let told: [Int32]
  /// Pairs that both order alike minus those that they order oppositely, whatever the resolution.
  let balance: [Int32]
  /// Pairs that the judge orders, and that the reference orders.
  let untied: (judge: [Int32], reference: [Int32])

  /// Counts the pairs of two judges: O(n²) comparisons once, and none for a resample.
  init(_ predictions: JudgedPredictions, judge: Int, reference: Int) {
    let (judge, reference) = (predictions.columns[judge], predictions.columns[reference])
    let blocks = predictions.blocks
    let count = blocks.count * (blocks.count + 1) / 2
    var sums = [PairCounts](repeating: PairCounts(), count: count)
    var place = 0
    for (number, block) in blocks.enumerated() {
      for other in blocks[number...] {
        var sum = PairCounts()
        for first in block {
          let rest = other == block ? (first + 1)..<other.upperBound : other
          sum.add(first, with: rest, judge, reference)
        }
        sums[place] = sum
        place += 1
      }
    }
    wrong = sums.map(\.wrong)
    told = sums.map(\.told)
    balance = sums.map(\.balance)
    untied = (sums.map(\.untiedJudge), sums.map(\.untiedReference))
  }

  /// The counts, each pair of blocks weighted.
  func sums(weights: [Int32]) -> PairSums {
    PairSums(
      wrong: weightedSum(weights, wrong), told: weightedSum(weights, told),
      balance: weightedSum(weights, balance), untiedJudge: weightedSum(weights, untied.judge),
      untiedReference: weightedSum(weights, untied.reference))
  }

  /// Most predictions of one truth: the sums of a resample are at most their square.
  static let mostPredictions = 40_000
}

/// Resamples of blocks, with replacement (Efron 1979).
package struct BlockResamples: Sendable {
  /// For each resample how often each block was drawn.
  package let draws: [[Int32]]

  /// Draws as many blocks as there are, `count` times.
  ///
  /// - Parameters:
  ///   - count: number of resamples.
  ///   - blocks: number of blocks.
  ///   - seed: of the draws; equal seeds give equal draws.
  package init(_ count: Int, of blocks: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    draws = (0..<count).map { _ in
      var draw = [Int32](repeating: 0, count: blocks)
      for _ in 0..<blocks { draw[random.index(below: blocks)] += 1 }
      return draw
    }
  }

  /// For each resample the weight of each pair of some of the blocks.
  func pairWeights(of blocks: [Int]) -> [[Int32]] {
    draws.map { draw in
      var weights: [Int32] = []
      weights.reserveCapacity(blocks.count * (blocks.count + 1) / 2)
      for (place, block) in blocks.enumerated() {
        for other in blocks[place...] { weights.append(draw[block] &* draw[other]) }
      }
      return weights
    }
  }
}

/// Σ wᵢ nᵢ, for sums that `BlockPairs.mostPredictions` keeps within 32 bits.
@inline(__always)
func weightedSum(_ weights: [Int32], _ counts: [Int32]) -> Int32 {
  weights.withUnsafeBufferPointer { weights in
    counts.withUnsafeBufferPointer { counts in
      var sum: Int32 = 0
      for index in 0..<min(weights.count, counts.count) {
        sum &+= weights[index] &* counts[index]
      }
      return sum
    }
  }
}
