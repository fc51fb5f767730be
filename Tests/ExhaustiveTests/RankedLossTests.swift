import Losses
import RealModule
import TestSupport
import Testing

/// Losses that rank the elements against their definitions by a plain sort, on fields of many pieces.
@Suite struct RankedLossTests {
  static let seed: UInt64 = 2018_0808

  /// What the probabilities are like.
  enum Kind: CaseIterable {
    case uniform, levels, equal, hard, saturated, tiny, closeToOneAnother
  }

  /// One more and one less than whole pieces and parts.
  static let counts = [1, 9, 16_383, 16_385, 98_311]

  private static func field(
    _ kind: Kind, _ truths: RandomSamples.Truths, _ count: Int, using random: inout SeededGenerator
  ) throws -> (p: [Double], g: [Double]) {
    let g = try RandomSamples.sample(
      shape: [count], predictions: .hard, truths: truths, using: &random
    ).truth.values
    let p = g.map { truth in
      let uniform = random.uniform()
      switch kind {
      case .uniform: return uniform
      case .levels: return Double(random.index(below: 256)) / 255
      // Both classes have one error.
      case .equal: return 0.5
      case .hard: return uniform < 0.1 ? 1 - truth.rounded() : truth.rounded()
      case .saturated: return uniform < 0.7 ? 0.2 : 0.01 + 0.98 * random.uniform()
      case .tiny: return Double.exp(-60 * uniform)
      // Errors whose keys of 32 bits are equal beside one that spreads them.
      case .closeToOneAnother: return uniform < 0.001 ? uniform : 0.5 + 1e-13 * uniform
      }
    }
    return (p, g)
  }

  // MARK: Definitions

  private static func lovasz(_ p: [Double], _ g: [Double]) -> (value: Double, gradient: [Double]) {
    let isForeground = g.map { $0 > 0.5 }
    let errors = zip(p, isForeground).map { $1 ? 1 - $0 : $0 }
    let order = errors.indices.sorted { (-errors[$0], $0) < (-errors[$1], $1) }
    var gradient = [Double](repeating: 0, count: p.count)
    let foreground = Double(isForeground.count { $0 })
    var (intersection, union, value) = (foreground, foreground, 0.0)
    for index in order {
      let (lastIntersection, lastUnion) = (intersection, union)
      if isForeground[index] { intersection -= 1 } else { union += 1 }
      let step =
        lastUnion == 0
        ? 1
        : (lastIntersection * union - intersection * lastUnion) / (lastUnion * union)
      value += errors[index] * step
      if errors[index] > 0 { gradient[index] = isForeground[index] ? -step : step }
    }
    return (value, gradient)
  }

  private struct TopKDefinition {
    private let p: [Double]
    private let g: [Double]
    private let order: [Int]

    init(_ p: [Double], _ g: [Double]) {
      self.p = p
      self.g = g
      // Where the truth is 0 or 1, logarithms may be equal where probabilities are not.
      let isMask = g.allSatisfy { $0 == 0 || $0 == 1 }
      let hardness = zip(p, g).map { p, g in
        isMask ? -(g == 1 ? clamped(p) : 1 - clamped(p)) : LogarithmTerm().value(p, g)
      }
      order = hardness.indices.sorted { (-hardness[$0], $0) < (-hardness[$1], $1) }
    }

    func mean(_ k: Int) -> (value: Double, gradient: [Double]) {
      let term = LogarithmTerm()
      var gradient = [Double](repeating: 0, count: p.count)
      var value = 0.0
      for index in order.prefix(k) {
        value += term.value(p[index], g[index]) / Double(k)
        gradient[index] = term.slope(p[index], g[index]) / Double(k)
      }
      return (value, gradient)
    }
  }

  // MARK: Comparison

  private func expect<Element: FieldElement>(
    _ found: (value: Double, gradient: [Element]), _ value: Double,
    _ expected: (value: Double, gradient: [Double]), _ comment: Comment
  ) {
    let bound = 1e-11 * abs(expected.value) + 1e-15
    #expect(abs(found.value - expected.value) <= bound, comment)
    #expect(abs(value - expected.value) <= bound, comment)
    let precision = Element.self == Double.self ? 1e-12 : 0x1p-23
    let wrong = zip(found.gradient, expected.gradient).count {
      abs(Double($0) - $1) > precision * abs($1) + Double(Element.leastNonzeroMagnitude)
    }
    #expect(wrong == 0, comment)
  }

  /// The bits of what a loss gives on 1, 2 and 8 threads, which must be equal.
  private func onAnyNumberOfThreads<Element: FieldElement>(
    _ comment: Comment, _ body: () -> (value: Double, gradient: [Element])
  ) -> (value: Double, gradient: [Element]) {
    let one = Parallelism.$threads.withValue(1) { body() }
    for threads in [2, 8] {
      let other = Parallelism.$threads.withValue(threads) { body() }
      #expect(other.value.bitPattern == one.value.bitPattern, comment)
      #expect(other.gradient == one.gradient, comment)
    }
    return one
  }

  @Test(arguments: Kind.allCases, RandomSamples.Truths.allCases)
  func lovaszEqualsItsDefinition(kind: Kind, truths: RandomSamples.Truths) throws {
    // Shared, so that it holds what others have left.
    let scratch = ScratchMemory()
    var random = SeededGenerator(seed: Self.seed)
    for count in Self.counts {
      let (p, g) = try Self.field(kind, truths, count, using: &random)
      let comment: Comment = "\(kind), \(truths), \(count) elements, seed \(Self.seed)"
      let found = onAnyNumberOfThreads(comment) { LovaszExtension.valueAndGradient(p, g, scratch) }
      expect(found, LovaszExtension.value(p, g, scratch), Self.lovasz(p, g), comment)
      let (single, truth) = (p.map { Float($0) }, g.map { Float($0) })
      let inSingle = onAnyNumberOfThreads(comment) {
        LovaszExtension.valueAndGradient(single, truth, scratch)
      }
      expect(
        inSingle, LovaszExtension.value(single, truth, scratch),
        Self.lovasz(single.map { Double($0) }, truth.map { Double($0) }), comment)
    }
  }

  @Test(arguments: Kind.allCases, RandomSamples.Truths.allCases)
  func topKEqualsItsDefinition(kind: Kind, truths: RandomSamples.Truths) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 1)
    for count in [1, 9, 16_385, 70_001] {
      let (p, g) = try Self.field(kind, truths, count, using: &random)
      let (single, truth) = (p.map { Float($0) }, g.map { Float($0) })
      let definition = TopKDefinition(p, g)
      let ofSingle = TopKDefinition(single.map { Double($0) }, truth.map { Double($0) })
      for fraction in [1e-9, 0.1, 0.5 + 0.4 * random.uniform(), 1] {
        let loss = TopKCrossEntropyLoss(fraction: fraction)
        let k = max(1, Int(fraction * Double(count)))
        let comment: Comment =
          "\(kind), \(truths), \(k) of \(count) elements, seed \(Self.seed)"
        let found = onAnyNumberOfThreads(comment) { loss.valueAndGradient(p, g) }
        expect(found, loss.value(p, g), definition.mean(k), comment)
        let inSingle = onAnyNumberOfThreads(comment) { loss.valueAndGradient(single, truth) }
        expect(inSingle, loss.value(single, truth), ofSingle.mean(k), comment)
      }
    }
  }

  @Test func hardestElementsAreFoundWhereTheSampleMisleads() throws {
    var random = SeededGenerator(seed: Self.seed, stream: 2)
    let p = (0..<40_000).map { _ in random.uniform() }
    let g = p.map { _ in random.uniform() < 0.4 ? 1.0 : 0 }
    withBuffers(p, g) { p, g in
      // All brackets but those that hold the k-th: below, above, at one end, of no width.
      let right = (0..<p.count).map { RightProbabilities(p, g)[$0] }.sorted()
      let k = 4_000
      for (lower, upper) in [
        (-1, 10), (10, 20), (8_000, 9_000), (3_999, 5_000), (0, 3_999), (3_999, 3_999),
      ] {
        let bracket = Bracket(
          lower: lower < 0 ? -.infinity : right[lower], upper: right[upper])
        let found = HardestOfMask(k, p, g, startingFrom: bracket)
        let sum = right.prefix(k).reduce(0) { $0 - .log($1) }
        #expect(
          abs((found?.sum ?? .nan) - sum) <= 1e-11 * sum, "\(lower) … \(upper), seed \(Self.seed)")
        let slopes = found?.slopes(p, g, times: 1) ?? []
        #expect(slopes.count { $0 != 0 } == k, "\(lower) … \(upper), seed \(Self.seed)")
      }
    }
  }

  @Test(arguments: [1, 2, 8])
  func keyedIndicesAreSortedStably(threads: Int) {
    var random = SeededGenerator(seed: Self.seed, stream: 3)
    for (count, keys) in [(1, 1), (100, 7), (70_001, 5), (70_001, 1 << 32), (150_000, 1 << 13)] {
      let unsorted = (0..<count).map {
        KeyedIndex(key: UInt64(random.index(below: keys)), index: $0, isForeground: $0 % 3 == 0)
      }
      let (first, second) = (
        UnsafeMutableBufferPointer<KeyedIndex>.allocate(capacity: count),
        UnsafeMutableBufferPointer<KeyedIndex>.allocate(capacity: count)
      )
      defer {
        first.deallocate()
        second.deallocate()
      }
      _ = first.initialize(from: unsorted)
      var (entries, scratch) = (first, second)
      Parallelism.$threads.withValue(threads) { KeyedIndex.sort(&entries, &scratch) }
      let expected = unsorted.sorted { ($0.key, $0.index) < ($1.key, $1.index) }
      #expect(
        entries.map(\.index) == expected.map(\.index), "\(count) of \(keys), seed \(Self.seed)")
      #expect(entries.map(\.isForeground) == expected.map(\.isForeground))
    }
  }
}
