/// The pairs that a loss and a metric order oppositely.
struct DiscordantPairs {
  /// Number of pairs that the metric tells apart.
  private(set) var told = 0
  /// Number of those in which the loss prefers the worse.
  private(set) var count = 0
  /// The worst of them, none with a prediction of another; the one that the loss prefers first.
  let worst: [[Int]]

  /// So many of the worst pairs are named.
  private static let mostNamed = 12

  /// Compares all pairs within each group.
  ///
  /// A pair is the worse, the larger the lesser of two shares is: that of the difference of the losses
  /// and that of the difference of the metrics in the range of each.
  ///
  /// - Parameters:
  ///   - losses: values of the loss.
  ///   - badness: values of the metric, the larger the worse.
  ///   - groups: the predictions that are compared with each other, all with values.
  init(losses: JudgedPredictions.Column, badness: JudgedPredictions.Column, groups: [[Int]]) {
    let indices = groups.joined()
    func range(_ column: JudgedPredictions.Column) -> Double {
      let values = indices.map { column.values[$0] }
      return max((values.max() ?? 0) - (values.min() ?? 0), .leastNonzeroMagnitude)
    }
    let (lossRange, badnessRange) = (range(losses), range(badness))
    /// For each prediction its worst partner among later ones, which is enough to choose from.
    var candidates: [(severity: Double, pair: [Int])] = []
    for group in groups {
      for (place, index) in group.enumerated() {
        var candidate: (severity: Double, pair: [Int]) = (0, [])
        for other in group[(place + 1)...] {
          let difference = badness.values[index] - badness.values[other]
          guard abs(difference) > badness.resolution else { continue }
          told += 1
          let isAbove = losses.levels[index] > losses.levels[other]
          guard losses.levels[index] != losses.levels[other], isAbove != (difference > 0) else {
            continue
          }
          count += 1
          let severity = min(
            abs(losses.values[index] - losses.values[other]) / lossRange,
            abs(difference) / badnessRange)
          if severity > candidate.severity { candidate = (severity, [index, other]) }
        }
        if candidate.severity > 0 { candidates.append(candidate) }
      }
    }
    var taken: Set<Int> = []
    var chosen: [[Int]] = []
    let ordered = candidates.enumerated().sorted {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }
    for (_, candidate) in ordered where chosen.count < Self.mostNamed {
      guard taken.isDisjoint(with: candidate.pair) else { continue }
      taken.formUnion(candidate.pair)
      chosen.append(candidate.pair.sorted { losses.values[$0] < losses.values[$1] })
    }
    self.worst = chosen
  }
}
