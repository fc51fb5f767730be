import Experiments

/// Compares judges over all pairs of predictions of the same truth, with intervals.
package struct AgreementTask: Sendable {
  /// The predictions of one truth.
  private struct Truth: Sendable {
    let name: String
    let predictions: JudgedPredictions
    /// For each resample the weights of the pairs of blocks.
    let weights: [[Int32]]
  }

  private let truths: [Truth]
  private let isResampled: Bool

  /// Prepares comparisons.
  ///
  /// - Parameters:
  ///   - truths: the predictions of each truth, and which of all blocks each of its blocks is; a block
  ///     that several truths have is drawn for all of them at once.
  ///   - blocks: number of all blocks.
  ///   - resamples: number of bootstrap resamples.
  ///   - seed: of the resamples.
  package init(
    _ truths: [(name: String, predictions: JudgedPredictions, blocks: [Int])], blocks: Int,
    resamples: Int, seed: UInt64
  ) {
    isResampled = blocks > 1
    let draws = BlockResamples(isResampled ? resamples : 0, of: blocks, seed: seed)
    self.truths = truths.map { truth in
      Truth(
        name: truth.name, predictions: truth.predictions,
        weights: draws.pairWeights(of: truth.blocks))
    }
  }

  /// How each of some judges agrees with its reference, truth by truth and then over all truths.
  ///
  /// - Parameter pairs: the columns of the judge and of the reference, and what names them.
  package func agreements(
    _ pairs: [(judge: (column: Int, name: String), reference: (column: Int, name: String))]
  ) -> [JudgeAgreement] {
    concurrentMap(count: pairs.count, state: ()) { _, index in
      let (judge, reference) = pairs[index]
      var pooled = Counts(resamples: truths.first?.weights.count ?? 0)
      var agreements: [JudgeAgreement] = []
      for truth in truths {
        let counts = Counts(
          truth.predictions, weights: truth.weights, judge: judge.column,
          reference: reference.column)
        agreements.append(counts.agreement(judge.name, reference.name, object: truth.name))
        pooled.add(counts)
      }
      return agreements + [pooled.agreement(judge.name, reference.name, object: nil)]
    }.flatMap(\.self)
  }

  /// The share of pairs that a judge orders wrongly on the first truth, and what it is in each
  /// resample; none where the reference tells no pair apart.
  func share(judge: Int, reference: Int) -> (value: Double, resamples: [Double])? {
    guard let truth = truths.first else { return nil }
    return Counts(truth.predictions, weights: truth.weights, judge: judge, reference: reference)
      .share
  }

  /// What is counted over the pairs, once and in every resample.
  private struct Counts {
    private var ranked = RankedPairs()
    private var all = PairSums()
    private var resamples: [PairSums]

    init(resamples: Int) { self.resamples = Array(repeating: PairSums(), count: resamples) }

    init(_ predictions: JudgedPredictions, weights: [[Int32]], judge: Int, reference: Int) {
      let pairs = BlockPairs(predictions, judge: judge, reference: reference)
      ranked = predictions.rankedPairs(judge, reference)
      all = pairs.sums(weights: Array(repeating: 1, count: pairs.told.count))
      resamples = weights.map(pairs.sums)
    }

    mutating func add(_ other: Counts) {
      ranked = ranked + other.ranked
      all.add(other.all)
      for index in resamples.indices { resamples[index].add(other.resamples[index]) }
    }

    var share: (value: Double, resamples: [Double])? {
      guard let value = all.share else { return nil }
      return (value, resamples.map { $0.share ?? value })
    }

    func agreement(_ judge: String, _ reference: String, object: String?) -> JudgeAgreement {
      JudgeAgreement(
        judge: judge, reference: reference, object: object, pairs: Int(all.told),
        wrong: all.share.map { Estimate($0, resamples: resamples.map(\.share)) },
        kendall: ranked.tauB.map { Estimate($0, resamples: resamples.map(\.kendall)) })
    }
  }
}
