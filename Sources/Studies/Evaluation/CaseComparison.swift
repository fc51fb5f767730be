import Experiments
import Losses

/// Which predictions of a network are compared with each other.
public enum ComparisonScope: String, Codable, CaseIterable, Hashable, Sendable {
  /// Those of one case at different epochs: what training changes.
  case epochs
  /// Those of different cases at one epoch: what makes a case hard.
  case cases

  /// What it is called where columns are named.
  public var label: String {
    switch self {
    case .epochs: "between epochs"
    case .cases: "between cases"
    }
  }
}

/// The predictions of all cases, epochs and classes as losses and metrics see them, to be compared within
/// cases and within epochs; always within a class.
package struct CaseComparison: Sendable {
  /// Class by class and judge by judge the values, epoch by epoch and in these case by case.
  let columns: [[JudgedPredictions.Column]]
  package let caseCount: Int
  let epochCount: Int
  /// The cases that are compared with each other: all of them, or where there are too many for every
  /// pair so many of them drawn at random.
  package let compared: [Int]
  private let draws: (all: [[Int32]], compared: [[Int32]])

  /// More cases than this are not all compared with each other: pairs grow with their square.
  package static let mostCompared = 1000

  /// - Parameters:
  ///   - values: class by class, judge by judge, epoch by epoch and case by case, the larger the worse;
  ///     none where there is none.
  ///   - configuration: resolution, resamples and seed.
  package init(_ values: [[[[Double?]]]], caseCount: Int, _ configuration: EvaluationConfiguration)
  {
    columns = values.map { judges in
      judges.map {
        JudgedPredictions.Column($0.flatMap(\.self), resolution: configuration.resolution)
      }
    }
    self.caseCount = caseCount
    epochCount = values.first?.first?.count ?? 0
    var random = SeededGenerator(seed: configuration.seed)
    var order = Array(0..<caseCount)
    for place in order.indices.dropLast() where caseCount > Self.mostCompared {
      order.swapAt(place, place + random.index(below: caseCount - place))
    }
    compared = order.prefix(Self.mostCompared).sorted()
    // A single case has no resamples.
    let count = caseCount > 1 ? configuration.resamples : 0
    let all = BlockResamples(count, of: caseCount, seed: configuration.seed).draws
    draws = (
      all,
      compared.count == caseCount
        ? all : BlockResamples(count, of: compared.count, seed: configuration.seed).draws
    )
  }

  /// How often each case is drawn in each resample.
  var resamples: [[Int32]] { draws.all }

  /// How a judge orders the pairs of a scope that a reference tells apart, with intervals over cases.
  package func agreement(
    _ scope: ComparisonScope, judge: Int, reference: Int
  ) -> (pairs: Int, wrong: Estimate?, kendall: Estimate?) {
    let (all, resampled) =
      switch scope {
      case .epochs: betweenEpochs(judge, reference)
      case .cases: betweenCases(judge, reference)
      }
    return (
      pairs: Int(all.told),
      wrong: all.share.map { Estimate($0, resamples: resampled.map(\.share)) },
      kendall: all.kendall.map { Estimate($0, resamples: resampled.map(\.kendall)) }
    )
  }

  /// A case that is drawn w times brings the pairs of its epochs w times.
  private func betweenEpochs(_ judge: Int, _ reference: Int) -> (PairSums, [PairSums]) {
    let counts = (0..<caseCount).map { number in
      columns.reduce(into: PairCounts()) { counts, judges in
        for epoch in 0..<epochCount {
          for later in (epoch + 1)..<max(epochCount, epoch + 1) {
            counts.add(
              epoch * caseCount + number, with: later * caseCount + number, judges[judge],
              judges[reference])
          }
        }
      }
    }
    func sum(_ weights: [Int32]?) -> PairSums {
      counts.indices.reduce(into: PairSums()) { sums, number in
        sums.add(PairSums(counts[number]), times: Double(weights?[number] ?? 1))
      }
    }
    return (sum(nil), draws.all.map(sum))
  }

  /// Two cases that are drawn v and w times bring their pairs v · w times; copies of one case are tied in
  /// everything, and no pair.
  private func betweenCases(_ judge: Int, _ reference: Int) -> (PairSums, [PairSums]) {
    let rows = compared.enumerated().map { place, first in
      compared[(place + 1)...].map { second in
        columns.reduce(into: PairCounts()) { counts, judges in
          for epoch in 0..<epochCount {
            counts.add(
              epoch * caseCount + first, with: epoch * caseCount + second, judges[judge],
              judges[reference])
          }
        }
      }
    }
    let table = PairTable(rows)
    return (table.sums(nil), draws.compared.map(table.sums))
  }
}

/// Counts of the pairs of each two cases, row by row of the cases and in a row of those after it.
private struct PairTable {
  private let count: Int
  private let wrong: [[Int32]]
  private let told: [[Int32]]
  private let balance: [[Int32]]
  private let untiedJudge: [[Int32]]
  private let untiedReference: [[Int32]]

  init(_ rows: [[PairCounts]]) {
    count = rows.count
    wrong = rows.map { $0.map(\.wrong) }
    told = rows.map { $0.map(\.told) }
    balance = rows.map { $0.map(\.balance) }
    untiedJudge = rows.map { $0.map(\.untiedJudge) }
    untiedReference = rows.map { $0.map(\.untiedReference) }
  }

  /// The counts with cases drawn so often; each once where nothing is drawn.
  func sums(_ weights: [Int32]?) -> PairSums {
    let weights = weights ?? Array(repeating: 1, count: count)
    var sums: (Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0)
    for row in 0..<count where weights[row] != 0 {
      let (weight, rest) = (Int64(weights[row]), Array(weights[(row + 1)...]))
      sums.0 += weight * Int64(weightedSum(rest, wrong[row]))
      sums.1 += weight * Int64(weightedSum(rest, told[row]))
      sums.2 += weight * Int64(weightedSum(rest, balance[row]))
      sums.3 += weight * Int64(weightedSum(rest, untiedJudge[row]))
      sums.4 += weight * Int64(weightedSum(rest, untiedReference[row]))
    }
    return PairSums(
      wrong: sums.0, told: sums.1, balance: sums.2, untiedJudge: sums.3, untiedReference: sums.4)
  }
}
