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
              epoch * caseCount + number, later * caseCount + number, judges[judge],
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
              epoch * caseCount + first, epoch * caseCount + second, judges[judge],
              judges[reference])
          }
        }
      }
    }
    let table = PairTable(rows)
    return (table.sums(nil), draws.compared.map(table.sums))
  }
}

/// What is counted of some pairs of predictions.
struct PairCounts: Sendable {
  /// Twice the number of pairs that the judge orders wrongly, and once that of its ties, among those that
  /// the reference tells apart.
  private(set) var wrong: Int32 = 0
  /// Number of pairs that the reference tells apart.
  private(set) var told: Int32 = 0
  /// Pairs that both order alike minus those that they order oppositely, whatever the resolution.
  private(set) var balance: Int32 = 0
  /// Pairs that the judge orders.
  private(set) var untiedJudge: Int32 = 0
  /// Pairs that the reference orders.
  private(set) var untiedReference: Int32 = 0

  init() {}

  /// Counts a pair, if both judges have a value for both of its predictions.
  @inline(__always)
  mutating func add(
    _ first: Int, _ second: Int, _ judge: JudgedPredictions.Column,
    _ reference: JudgedPredictions.Column
  ) {
    let difference = reference.values[first] - reference.values[second]
    guard !difference.isNaN, !judge.values[first].isNaN, !judge.values[second].isNaN else { return }
    let judged = (judge.levels[first] - judge.levels[second]).signum()
    let referred = (reference.levels[first] - reference.levels[second]).signum()
    let isTold: Int32 = abs(difference) > reference.resolution ? 1 : 0
    balance &+= judged &* referred
    untiedJudge &+= judged &* judged
    untiedReference &+= referred &* referred
    told &+= isTold
    wrong &+= isTold &* (1 &- judged &* referred)
  }
}

/// Counts of pairs, weighted and added up.
struct PairSums: Sendable {
  private(set) var wrong = 0.0
  private(set) var told = 0.0
  private(set) var balance = 0.0
  private(set) var untiedJudge = 0.0
  private(set) var untiedReference = 0.0

  init() {}

  init(_ counts: PairCounts) {
    wrong = Double(counts.wrong) / 2
    told = Double(counts.told)
    balance = Double(counts.balance)
    untiedJudge = Double(counts.untiedJudge)
    untiedReference = Double(counts.untiedReference)
  }

  fileprivate init(_ sums: (Int64, Int64, Int64, Int64, Int64)) {
    wrong = Double(sums.0) / 2
    told = Double(sums.1)
    balance = Double(sums.2)
    untiedJudge = Double(sums.3)
    untiedReference = Double(sums.4)
  }

  /// The share of the pairs that the reference tells apart in which the judge prefers the worse.
  var share: Double? { told > 0 ? wrong / told : nil }

  /// Kendall's τ-b.
  var kendall: Double? {
    RankedPairs.tauB(balance: balance, untied: untiedJudge, untiedReference)
  }

  mutating func add(_ other: PairSums, times weight: Double = 1) {
    wrong += weight * other.wrong
    told += weight * other.told
    balance += weight * other.balance
    untiedJudge += weight * other.untiedJudge
    untiedReference += weight * other.untiedReference
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
    return PairSums(sums)
  }
}
