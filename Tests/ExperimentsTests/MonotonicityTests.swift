import Documents
import Experiments
import Losses
import Testing

@Suite struct MonotonicityTests {
  /// A curve and what must be said of it, counted by hand.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let values: [Double]
    let counts: [Int]
    let verdict: MonotonicityReport.Verdict
    let violations: [Int]
    var plateau: Int?
    var fluctuation: Double?
    var largestFall = 0.0
    var tolerance = 1e-3
  }

  static let cases = [
    Case(
      testDescription: "every step rises", values: [0, 1, 3, 4], counts: [3, 0, 0],
      verdict: .strictlyIncreasing, violations: [], fluctuation: 1),
    Case(
      testDescription: "rises and stays", values: [0, 1, 2, 2, 2], counts: [2, 2, 0],
      verdict: .nonDecreasing, violations: [3, 4], plateau: 2, fluctuation: 1),
    Case(
      testDescription: "stalls in the middle", values: [0, 1, 1, 2], counts: [2, 1, 0],
      verdict: .nonDecreasing, violations: [2], fluctuation: 1),
    Case(
      testDescription: "stalls in the middle and in the end", values: [0, 0, 1, 1],
      counts: [1, 2, 0], verdict: .nonDecreasing, violations: [1, 3], plateau: 2, fluctuation: 1),
    Case(
      testDescription: "falls once", values: [0, 4, 3, 5], counts: [2, 0, 1], verdict: .notMonotone,
      violations: [2], fluctuation: 7.0 / 5, largestFall: 1.0 / 5),
    Case(
      testDescription: "falls and then stays", values: [0, 4, 2, 2], counts: [1, 1, 1],
      verdict: .notMonotone, violations: [2, 3], fluctuation: 3, largestFall: 0.5),
    Case(
      testDescription: "falls at every step", values: [3, 2, 0], counts: [0, 0, 2],
      verdict: .notMonotone, violations: [1, 2], largestFall: 2.0 / 3),
    Case(
      testDescription: "ends where it began", values: [1, 2, 1], counts: [1, 0, 1],
      verdict: .notMonotone, violations: [2], largestFall: 1),
    Case(
      testDescription: "constant", values: [2, 2, 2], counts: [0, 2, 0], verdict: .flat,
      violations: [1, 2], plateau: 0),
    Case(
      testDescription: "one value", values: [7], counts: [0, 0, 0], verdict: .flat, violations: []),
    Case(
      testDescription: "a rise below the tolerance", values: [0, 0.0009, 1], counts: [1, 1, 0],
      verdict: .nonDecreasing, violations: [1], fluctuation: 1),
    Case(
      testDescription: "a rise above the tolerance", values: [0, 0.0011, 1], counts: [2, 0, 0],
      verdict: .strictlyIncreasing, violations: [], fluctuation: 1),
    Case(
      testDescription: "a fall below the tolerance", values: [0, 0.5, 0.4995, 1],
      counts: [2, 1, 0], verdict: .nonDecreasing, violations: [2], fluctuation: 1.001,
      largestFall: 0.0005),
    Case(
      testDescription: "a rise as large as the tolerance", values: [0, 1, 4], counts: [1, 1, 0],
      verdict: .nonDecreasing, violations: [1], fluctuation: 1, tolerance: 0.25),
    Case(
      testDescription: "a fall as large as the tolerance", values: [0, 4, 3], counts: [1, 1, 0],
      verdict: .nonDecreasing, violations: [2], plateau: 1, fluctuation: 5.0 / 3, largestFall: 0.25,
      tolerance: 0.25),
    Case(
      testDescription: "any rise counts without tolerance", values: [0, 1e-300, 1],
      counts: [2, 0, 0], verdict: .strictlyIncreasing, violations: [], fluctuation: 1, tolerance: 0),
  ]

  @Test(arguments: cases)
  func isJudgedAsByHand(curve: Case) {
    let report = MonotonicityReport(curve.values, tolerance: curve.tolerance)
    #expect([report.rises, report.stalls, report.falls] == curve.counts)
    #expect(report.verdict == curve.verdict)
    #expect(report.violations == curve.violations)
    #expect(report.firstViolation == curve.violations.first)
    #expect(report.plateauStart == curve.plateau)
    #expect(isClose(report.fluctuation, curve.fluctuation))
    #expect(isClose(report.largestFall, curve.largestFall))
  }

  @Test func everyVerdictIsAmongTheCases() {
    #expect(Set(Self.cases.map(\.verdict)) == Set(MonotonicityReport.Verdict.allCases))
  }

  /// The tolerance is a share of the range, so neither a factor nor an offset changes a verdict.
  @Test func scaleDoesNotMatter() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      // Sixteenths, factors of two and whole offsets keep all sums exact.
      let values = (0..<12).map { _ in Double(random.index(below: 64)) / 16 }
      let report = MonotonicityReport(values, tolerance: 0.125)
      let scaled = MonotonicityReport(values.map { 8 * $0 - 3 }, tolerance: 0.125)
      #expect(report == scaled, "seed 3, \(values)")
    }
  }

  /// A list and its rank correlations with its positions, by SciPy.
  struct RankCase: Decodable {
    let values: [Double]
    let spearman: Double?
    let kendall: Double?
  }

  @Test func rankCorrelationsAgreeWithSciPy() throws {
    let cases = try Fixtures.cases(RankCase.self, "statistics.json")
    #expect(cases.count > 20)
    for rank in cases {
      #expect(isClose(RankCorrelation.spearman(rank.values), rank.spearman), "\(rank.values)")
      #expect(isClose(RankCorrelation.kendall(rank.values), rank.kendall), "\(rank.values)")
      let report = MonotonicityReport(rank.values)
      #expect(report.spearman == RankCorrelation.spearman(rank.values))
      #expect(report.kendall == RankCorrelation.kendall(rank.values))
    }
    #expect(RankCorrelation.spearman([]) == nil && RankCorrelation.kendall([1]) == nil)
  }
}

/// Equal but for rounding, or both missing.
func isClose(_ value: Double?, _ expected: Double?) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  return abs(value - expected) <= 1e-12 * max(1, abs(expected))
}

/// Curves at the ends of what a number can be.
@Suite struct ExtremeCurveTests {
  @Test func roundingInsideAPlateauIsNoOrder() {
    let plateau = [0, 1, 2, 2 + 4e-16, 2 - 4e-16, 2, 2 + 8e-16]
    let flat = [0.0, 1, 2, 2, 2, 2, 2]
    #expect(RankCorrelation.spearman(plateau) == RankCorrelation.spearman(flat))
    #expect(RankCorrelation.kendall(plateau) == RankCorrelation.kendall(flat))
  }

  @Test func fluctuationBeyondAllNumbersIsMissingWithAReason() throws {
    let report = MonotonicityReport([0, 1e300, -1e300, 1e-300])
    #expect(report.fluctuation == nil)
    #expect(report.remark?.contains("over 1.7e308") == true)
    #expect(throws: Never.self) { try JSON.document(report) }
    #expect(MonotonicityReport([0, 1, 2]).remark == nil)
  }

  @Test func hugeValuesAreJudgedAsSmallOnesAre() throws {
    let shape = [-1.0, 0.5, 0.25, 1]
    let huge = MonotonicityReport(shape.map { $0 * 1.7e308 })
    let small = MonotonicityReport(shape)
    #expect(huge.verdict == small.verdict && huge.violations == small.violations)
    #expect(huge.spearman == small.spearman && huge.kendall == small.kendall)
    #expect(abs(huge.largestFall - small.largestFall) < 1e-12)
    #expect(abs((huge.fluctuation ?? 0) - (small.fluctuation ?? 1)) < 1e-12)
  }

  @Test func curveOfHugeValuesCanBeWritten() throws {
    let runs = [[0, 1.7e308, 1e308], [0, 1.5e308, 1.2e308], [0, 1.1e308, -1.7e308]]
    let curve = Curve(key: "a", label: "A", loss: nil, family: nil, runs: runs, tolerance: 1e-3)
    #expect(curve.values.allSatisfy(\.isFinite) && curve.band == nil)
    #expect(throws: Never.self) { try JSON.document(curve) }
  }
}
