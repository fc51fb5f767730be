import Foundation
import Losses
import Studies
import Testing

/// Pairs of epochs and of cases, compared with SciPy and with counting them one by one.
@Suite struct CaseComparisonTests {
  /// What SciPy says of two lists; `Tests/Reference/rank_statistics.py` makes it.
  private struct Case: Decodable {
    let loss: [Double]
    let metric: [Double]
    let kendall: Double?
    let wrong: Double?
  }

  private struct Cases: Decodable { let cases: [Case] }

  private static func configuration(resolution: Double) -> EvaluationConfiguration {
    var configuration = EvaluationConfiguration()
    configuration.resolution = resolution
    configuration.resamples = 100
    configuration.seed = seed
    return configuration
  }

  /// The seed of everything random here.
  private static let seed: UInt64 = 20_251_126

  @Test func casesOfOneEpochAreComparedAsSciPyDoes() throws {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/agreement.json")
    let known = try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url)).cases
    try #require(known.count == 42)
    for item in known {
      let comparison = CaseComparison(
        [[[item.loss], [item.metric]]], caseCount: item.loss.count,
        Self.configuration(resolution: 0))
      let found = comparison.agreement(.cases, judge: 0, reference: 1)
      #expect(Self.isClose(found.kendall?.value, item.kendall))
      #expect(Self.isClose(found.wrong?.value, item.wrong))
      #expect(comparison.agreement(.epochs, judge: 0, reference: 1).pairs == 0)
    }
  }

  @Test func epochsOfOneCaseAreComparedAsSciPyDoes() throws {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/agreement.json")
    let known = try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url)).cases
    for item in known {
      let comparison = CaseComparison(
        [[item.loss.map { [$0] }, item.metric.map { [$0] }]], caseCount: 1,
        Self.configuration(resolution: 0))
      let found = comparison.agreement(.epochs, judge: 0, reference: 1)
      #expect(Self.isClose(found.kendall?.value, item.kendall))
      #expect(Self.isClose(found.wrong?.value, item.wrong))
      // There is no case to draw another for.
      #expect(found.wrong?.lower == nil)
      #expect(comparison.agreement(.cases, judge: 0, reference: 1).pairs == 0)
    }
  }

  private static func isClose(_ found: Double?, _ known: Double?) -> Bool {
    guard let found, let known else { return found == nil && known == nil }
    return abs(found - known) < 1e-12 * max(1, abs(known))
  }

  // MARK: - Classes, epochs and resamples

  private static let (classCount, epochCount, caseCount) = (2, 3, 7)

  /// Loss and metric of every class, epoch and case, with ties and with values that are missing.
  private static func values() -> [[[[Double?]]]] {
    var random = SeededGenerator(seed: seed)
    return (0..<classCount).map { _ in
      (0..<2).map { _ in
        (0..<epochCount).map { _ in
          (0..<caseCount).map { _ in
            random.uniform() < 0.15 ? nil : Double(random.index(below: 8))
          }
        }
      }
    }
  }

  /// What is counted over pairs, pair by pair, each as often as its cases are drawn.
  private static func counted(
    _ scope: ComparisonScope, weights: [Int32], resolution: Double
  ) -> (wrong: Double, told: Double) {
    var (wrong, told) = (0.0, 0.0)
    for judges in values() {
      let metrics = judges[1].joined().compactMap(\.self)
      let width = resolution * ((metrics.max() ?? 0) - (metrics.min() ?? 0))
      for (first, second, weight) in pairs(scope, weights) {
        guard let loss = judges[0][first.epoch][first.item],
          let otherLoss = judges[0][second.epoch][second.item],
          let metric = judges[1][first.epoch][first.item],
          let otherMetric = judges[1][second.epoch][second.item],
          abs(metric - otherMetric) > width
        else { continue }
        told += weight
        let product = (loss - otherLoss) * (metric - otherMetric)
        wrong += weight * (product < 0 ? 1 : product == 0 ? 0.5 : 0)
      }
    }
    return (wrong, told)
  }

  private typealias Place = (epoch: Int, item: Int)

  private static func pairs(
    _ scope: ComparisonScope, _ weights: [Int32]
  ) -> [(Place, Place, Double)] {
    switch scope {
    case .epochs:
      (0..<caseCount).flatMap { item in
        (0..<epochCount).flatMap { epoch in
          (0..<epoch).map { ((epoch, item), ($0, item), Double(weights[item])) }
        }
      }
    case .cases:
      (0..<epochCount).flatMap { epoch in
        (0..<caseCount).flatMap { item in
          (0..<item).map { ((epoch, item), (epoch, $0), Double(weights[item] * weights[$0])) }
        }
      }
    }
  }

  @Test(arguments: ComparisonScope.allCases) func pairsAndResamplesAreThoseOfCounting(
    scope: ComparisonScope
  ) throws {
    let resolution = 0.2
    let configuration = Self.configuration(resolution: resolution)
    let comparison = CaseComparison(Self.values(), caseCount: Self.caseCount, configuration)
    let found = comparison.agreement(scope, judge: 0, reference: 1)
    let ones = [Int32](repeating: 1, count: Self.caseCount)
    let all = Self.counted(scope, weights: ones, resolution: resolution)
    #expect(found.pairs == Int(all.told) && found.pairs > 0)
    #expect(Self.isClose(found.wrong?.value, all.wrong / all.told))
    let draws = BlockResamples(100, of: Self.caseCount, seed: Self.seed).draws
    let shares = draws.compactMap { draw -> Double? in
      let counted = Self.counted(scope, weights: draw, resolution: resolution)
      return counted.told > 0 ? counted.wrong / counted.told : nil
    }.sorted()
    #expect(Self.isClose(found.wrong?.lower, Estimate.quantile(0.025, of: shares)))
    #expect(Self.isClose(found.wrong?.upper, Estimate.quantile(0.975, of: shares)))
  }

  @Test func ofTooManyCasesSomeAreComparedWithEachOther() {
    let count = CaseComparison.mostCompared + 40
    var random = SeededGenerator(seed: Self.seed)
    let values = (0..<2).map { _ in [(0..<count).map { _ in Double?(random.uniform()) }] }
    var configuration = Self.configuration(resolution: 0)
    configuration.resamples = 100
    let comparison = CaseComparison([values], caseCount: count, configuration)
    #expect(comparison.compared.count == CaseComparison.mostCompared)
    #expect(Set(comparison.compared).count == CaseComparison.mostCompared)
    #expect(comparison.compared == comparison.compared.sorted())
    let found = comparison.agreement(.cases, judge: 0, reference: 1)
    let most = CaseComparison.mostCompared
    #expect(found.pairs == most * (most - 1) / 2)
    // Nothing but chance decides.
    #expect(abs((found.wrong?.value ?? 0) - 0.5) < 0.05)
  }
}
