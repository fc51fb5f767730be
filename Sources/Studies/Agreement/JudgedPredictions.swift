import Experiments

/// The predictions of one truth as several judges, losses or metrics, see them.
///
/// Predictions come in blocks: the steps of one run of one path, which are random together.
package struct JudgedPredictions: Sendable {
  /// What one judge says of all predictions, the larger the worse.
  package struct Column: Sendable {
    /// Its values; not a number where it has none.
    let values: [Double]
    /// The number of the level of each value; values that differ by rounding alone share one.
    let levels: [Int32]
    /// From what difference on two values count as different to somebody who reads them.
    let resolution: Double
    /// Whether every prediction has a value.
    let isComplete: Bool

    init(_ values: [Double?], resolution share: Double) {
      let defined = values.compactMap { $0 }
      var levels = RankCorrelation.levels(defined).makeIterator()
      self.values = values.map { $0 ?? .nan }
      self.levels = values.map { $0 == nil ? 0 : Int32(levels.next() ?? 0) }
      // Halves, since the range itself may be beyond all numbers.
      let half = (defined.max() ?? 0) / 2 - (defined.min() ?? 0) / 2
      resolution = min(2 * (share * half), .greatestFiniteMagnitude)
      isComplete = defined.count == values.count
    }
  }

  /// The predictions of each block, one after the other.
  package let blocks: [Range<Int>]
  /// What each judge says.
  package let columns: [Column]

  /// Takes the values of all judges, the larger the worse.
  ///
  /// - Parameters:
  ///   - rows: block by block and prediction by prediction a value for each judge; none where it has
  ///     no value.
  ///   - resolution: the share of the range of a judge's values from which on two of them differ.
  package init(_ rows: [[[Double?]]], resolution: Double) {
    var end = 0
    blocks = rows.map { block in
      defer { end += block.count }
      return end..<(end + block.count)
    }
    let predictions = rows.flatMap(\.self)
    columns = (predictions.first ?? []).indices.map { column in
      Column(predictions.map { $0[column] }, resolution: resolution)
    }
  }

  /// Number of predictions.
  package var count: Int { blocks.last?.upperBound ?? 0 }

  /// How two judges order all pairs for which both have values.
  package func rankedPairs(_ first: Int, _ second: Int) -> RankedPairs {
    let (first, second) = (columns[first], columns[second])
    let kept = (0..<count).filter { !first.values[$0].isNaN && !second.values[$0].isNaN }
    return RankedPairs(kept.map { Int(first.levels[$0]) }, kept.map { Int(second.levels[$0]) })
  }
}
