/// How a judge orders some pairs of predictions that another one, the reference, tells apart.
struct PairCounts: Sendable {
  /// Twice the number of pairs that the judge orders wrongly, and once that of its ties, among those that
  /// the reference tells apart.
  private(set) var wrong: Int32 = 0
  /// Number of pairs that the reference tells apart: its values differ by more than its resolution.
  private(set) var told: Int32 = 0
  /// Pairs that both order alike minus those that they order oppositely, whatever the resolution.
  private(set) var balance: Int32 = 0
  /// Pairs that the judge orders.
  private(set) var untiedJudge: Int32 = 0
  /// Pairs that the reference orders.
  private(set) var untiedReference: Int32 = 0

  /// Counts the pairs of one prediction with others, of which both judges have values.
  @inline(__always)
  mutating func add(
    _ first: Int, with others: Range<Int>, _ judge: JudgedPredictions.Column,
    _ reference: JudgedPredictions.Column
  ) {
    let isComplete = judge.isComplete && reference.isComplete
    let (judgeLevel, referenceLevel) = (judge.levels[first], reference.levels[first])
    let value = reference.values[first]
    guard isComplete || !(value.isNaN || judge.values[first].isNaN) else { return }
    for other in others {
      if !isComplete, reference.values[other].isNaN || judge.values[other].isNaN { continue }
      let judged = Self.sign(judgeLevel, judge.levels[other])
      let referred = Self.sign(referenceLevel, reference.levels[other])
      let product = judged &* referred
      let isTold: Int32 = abs(value - reference.values[other]) > reference.resolution ? 1 : 0
      balance &+= product
      untiedJudge &+= judged &* judged
      untiedReference &+= referred &* referred
      told &+= isTold
      wrong &+= isTold &* (1 &- product)
    }
  }

  /// Counts one pair, if both judges have values of both.
  @inline(__always)
  mutating func add(
    _ first: Int, with second: Int, _ judge: JudgedPredictions.Column,
    _ reference: JudgedPredictions.Column
  ) {
    add(first, with: second..<(second + 1), judge, reference)
  }

  @inline(__always)
  private static func sign(_ first: Int32, _ second: Int32) -> Int32 {
    (first > second ? 1 : 0) &- (first < second ? 1 : 0)
  }
}

/// Counts of pairs, weighted and added up; exact, since they are whole numbers below 2⁵³.
struct PairSums: Sendable {
  /// Number of pairs that the judge orders wrongly, ties by half.
  private(set) var wrong = 0.0
  private(set) var told = 0.0
  private(set) var balance = 0.0
  private(set) var untiedJudge = 0.0
  private(set) var untiedReference = 0.0

  /// No pairs.
  init() {}

  /// The counts of ``PairCounts`` or weighted sums of them, of which `wrong` counts twice.
  init(
    wrong: some BinaryInteger, told: some BinaryInteger, balance: some BinaryInteger,
    untiedJudge: some BinaryInteger, untiedReference: some BinaryInteger
  ) {
    self.wrong = Double(wrong) / 2
    self.told = Double(told)
    self.balance = Double(balance)
    self.untiedJudge = Double(untiedJudge)
    self.untiedReference = Double(untiedReference)
  }

  /// Each pair once.
  init(_ counts: PairCounts) {
    self.init(
      wrong: counts.wrong, told: counts.told, balance: counts.balance,
      untiedJudge: counts.untiedJudge, untiedReference: counts.untiedReference)
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
