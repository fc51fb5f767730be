import Experiments
import Foundation
import Losses
import Studies
import Testing

/// Counts over pairs, compared with SciPy and with counting them one by one.
@Suite struct PairCountTests {
  /// What SciPy says of two lists; `Tests/Reference/rank_statistics.py` makes it.
  private struct Case: Decodable {
    let loss: [Double]
    let metric: [Double]
    let kendall: Double?
    let wrong: Double?
    let quantiles: [Double]
  }

  private struct Cases: Decodable { let cases: [Case] }

  private func cases() throws -> [Case] {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/agreement.json")
    let cases = try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url)).cases
    try #require(cases.count == 42)
    return cases
  }

  /// The agreement of two lists, in blocks of a few predictions, with no resolution.
  private func agreement(
    _ loss: [Double?], _ metric: [Double?], resolution: Double = 0, resamples: Int = 0
  ) throws -> JudgeAgreement {
    let rows = zip(loss, metric).map { [$0, $1] }
    let blocks = stride(from: 0, to: rows.count, by: 7).map {
      Array(rows[$0..<min($0 + 7, rows.count)])
    }
    let task = AgreementTask(
      [("o", JudgedPredictions(blocks, resolution: resolution), Array(blocks.indices))],
      blocks: blocks.count, resamples: resamples, seed: 1)
    let agreements = task.agreements([(judge: (0, "loss"), reference: (1, "metric"))])
    try #require(agreements.map(\.object) == ["o", nil])
    #expect(agreements[0].wrong == agreements[1].wrong)
    return agreements[1]
  }

  @Test func kendallAndTheShareOfWrongPairsAreThoseOfSciPy() throws {
    for (number, known) in try cases().enumerated() {
      let found = try agreement(known.loss, known.metric)
      #expect(isClose(found.kendall?.value, known.kendall), "case \(number)")
      #expect(isClose(found.wrong?.value, known.wrong), "case \(number)")
    }
  }

  @Test func quantilesAreThoseOfNumPy() throws {
    for known in try cases() {
      let sorted = known.metric.sorted()
      for (share, quantile) in zip([0.025, 0.5, 0.975], known.quantiles) {
        #expect(isClose(Estimate.quantile(share, of: sorted), quantile))
      }
    }
    #expect(Estimate.quantile(0.5, of: []) == nil)
  }

  private func isClose(_ found: Double?, _ known: Double?) -> Bool {
    guard let found, let known else { return found == nil && known == nil }
    return abs(found - known) < 1e-12 * max(1, abs(known))
  }

  @Test func differencesUpToTheResolutionAreNotTold() throws {
    let metric = [0, 0.4, 0.6, 10]
    let found = try agreement([3, 2, 1, 4], metric, resolution: 0.05)
    // By more than half of the last: 0 and 0.6, and each with 10. The first is ordered wrongly.
    #expect(found.pairs == 4)
    #expect(found.wrong?.value == 0.25)
    // Kendall's coefficient sees them all: three wrong pairs of six.
    #expect(found.kendall?.value == 0)
  }

  @Test func pairsWithoutAValueAreNotCounted() throws {
    let found = try agreement([3, nil, 1, 4, 9], [1, 2, 3, nil, 4])
    let without = try agreement([3, 1, 9], [1, 3, 4])
    #expect(found.pairs == 3 && without.pairs == 3)
    #expect(found.wrong?.value == without.wrong?.value)
    #expect(found.kendall?.value == without.kendall?.value)
  }

  @Test func roundingMakesNoOrder() throws {
    let found = try agreement([1, 1 + 1e-15, 5], [0, 1, 2])
    #expect(found.wrong?.value == 0.5 / 3)
  }

  /// The seed of everything random here.
  private static let seed: UInt64 = 20_250_104

  @Test func resamplesAreThoseOfCopiedBlocks() throws {
    var random = SeededGenerator(seed: Self.seed)
    // Seven blocks of three predictions, with ties.
    let blocks = (0..<7).map { _ in
      (0..<3).map { _ -> [Double?] in
        [Double(random.index(below: 6)), Double(random.index(below: 6))]
      }
    }
    let resolution = 0.1
    let judged = JudgedPredictions(blocks, resolution: resolution)
    let draws = BlockResamples(50, of: blocks.count, seed: Self.seed).draws
    let task = AgreementTask(
      [("o", judged, Array(blocks.indices))], blocks: blocks.count, resamples: 50,
      seed: Self.seed)
    let found = try #require(
      task.agreements([(judge: (0, "a"), reference: (1, "b"))]).last?.wrong)
    // Each resample counted one by one over copies of its blocks.
    let width = resolution * (blocks.joined().compactMap { $0[1] }.max() ?? 0)
    let shares = draws.map { draw -> Double? in
      let copies = zip(blocks, draw).flatMap { block, times in
        (0..<times).flatMap { _ in block.map { ($0[0] ?? 0, $0[1] ?? 0) } }
      }
      return Self.wrong(copies, resolution: width)
    }.compactMap(\.self).sorted()
    #expect(shares.count == 50)
    #expect(isClose(found.lower, Estimate.quantile(0.025, of: shares)))
    #expect(isClose(found.upper, Estimate.quantile(0.975, of: shares)))
  }

  /// The share of wrongly ordered pairs, pair by pair.
  private static func wrong(_ items: [(Double, Double)], resolution: Double) -> Double? {
    var (wrong, told) = (0.0, 0.0)
    for (index, first) in items.enumerated() {
      for second in items[(index + 1)...] where abs(first.1 - second.1) > resolution {
        told += 1
        let product = (first.0 - second.0) * (first.1 - second.1)
        wrong += product < 0 ? 1 : product == 0 ? 0.5 : 0
      }
    }
    return told > 0 ? wrong / told : nil
  }

  @Test func equalSeedsGiveEqualIntervals() throws {
    var random = SeededGenerator(seed: Self.seed)
    let loss = (0..<70).map { _ in random.uniform() }
    let metric = loss.map { $0 + 0.3 * random.uniform() }
    let first = try agreement(loss, metric, resamples: 200)
    let second = try agreement(loss, metric, resamples: 200)
    #expect(first == second)
    let (lower, upper) = (try #require(first.wrong?.lower), try #require(first.wrong?.upper))
    let value = try #require(first.wrong?.value)
    #expect(lower < value && value < upper)
  }

  @Test func aSingleRunHasNoInterval() throws {
    let found = try agreement([1, 2, 3], [1, 3, 2], resamples: 200)
    #expect(found.wrong?.lower == nil && found.wrong?.upper == nil)
    #expect(found.wrong?.value == 1.0 / 3)
  }
}
