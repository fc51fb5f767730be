import RealModule
import Synchronization

/// The k elements with the largest cross-entropy; of equal ones those with the lowest index.
///
/// The less probable the right class, the larger the cross-entropy, so that elements with a truth of
/// 0 or 1 are counted in buckets of that probability without a logarithm; all in buckets before the
/// one that holds the k-th count, and ``TopSelection`` chooses among those in it. With soft truths
/// the buckets are of the cross-entropy itself, all in one. Time linear in the number of elements.
struct HardestElements<Element: FieldElement>: Sendable {
  /// Elements in buckets before this one are among the k.
  private let limit: Int
  /// Indices of those that are chosen from the bucket at the limit, rising.
  private let chosen: [Int]
  private let term = LogarithmTerm()

  private static var bucketCount: Int { 1 << 11 }

  /// Finds the k hardest elements, with k in 1 … their number.
  init(_ k: Int, _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) {
    precondition((1...p.count).contains(k))
    guard let counts = Self.bucketCounts(p, g) else {
      limit = 0
      let hardness: [Double] = arrayOfPieces(count: p.count) { range, hardness in
        for (position, index) in range.enumerated() {
          hardness[position] = LogarithmTerm().value(
            Double(p.buffer[index]), Double(g.buffer[index]))
        }
      }
      chosen = Self.choose(k, of: hardness) { $0 }
      return
    }
    var (bucket, rank) = (0, k)
    while counts[bucket] < rank {
      rank -= counts[bucket]
      bucket += 1
    }
    limit = bucket
    let candidates = [Int](unsafeUninitializedCapacity: counts[bucket] + 1) { kept, count in
      for index in 0..<p.count {
        // One more place lets every index be written, and only those of the bucket be kept.
        kept.initializeElement(at: count, to: index)
        count += Self.bucket(Self.right(p.buffer[index], g.buffer[index])) == bucket ? 1 : 0
      }
    }
    let hardness = candidates.map { -Self.right(p.buffer[$0], g.buffer[$0]) }
    chosen = Self.choose(rank, of: hardness) { candidates[$0] }
  }

  private static func choose(_ k: Int, of hardness: [Double], _ index: (Int) -> Int) -> [Int] {
    hardness.withUnsafeBufferPointer { hardness in
      var chosen: [Int] = []
      chosen.reserveCapacity(k)
      TopSelection(k, of: hardness).forEachIndex(of: hardness) { chosen.append(index($0)) }
      return chosen
    }
  }

  /// The clamped probability of the right class, for a truth of 0 or 1.
  @inline(__always)
  private static func right(_ p: Element, _ g: Element) -> Double {
    let q = clamped(Double(p))
    return g == 1 ? q : 1 - q
  }

  @inline(__always)
  private static func bucket(_ right: Double) -> Int {
    Int(right * Double(bucketCount))
  }

  /// How many elements each bucket has; `nil` when some truth is neither 0 nor 1.
  private static func bucketCounts(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>
  ) -> [Int]? {
    // Whole numbers add up to the same in any order.
    let total = Mutex<[Int]?>([Int](repeating: 0, count: bucketCount))
    Parallelism.forEachPart(of: p.count, worthwhile: p.count >= 1 << 15) { part in
      var isMask = true
      var counts = [Int](repeating: 0, count: bucketCount)
      counts.withUnsafeMutableBufferPointer { counts in
        for index in part {
          let truth = g.buffer[index]
          isMask = isMask && (truth == 0 || truth == 1)
          counts[bucket(right(p.buffer[index], truth))] &+= 1
        }
      }
      total.withLock { total in
        total = isMask ? total.map { zip($0, counts).map { $0 + $1 } } : nil
      }
    }
    return total.withLock { $0 }
  }

  /// Σ of the cross-entropies of the k elements.
  func sum(_ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>) -> Double {
    let before =
      limit == 0
      ? 0
      : Parallelism.sum(over: p.count) { range in
        // The logarithm of a product of 32 clamped probabilities takes the place of 32 logarithms.
        var (product, factors, sum) = (1.0, 0, 0.0)
        for index in range {
          let right = Self.right(p.buffer[index], g.buffer[index])
          guard Self.bucket(right) < limit else { continue }
          product *= right
          factors += 1
          if factors == 32 {
            sum -= .log(product)
            (product, factors) = (1, 0)
          }
        }
        return sum - .log(product)
      }
    return chosen.reduce(before) { sum, index in
      sum + term.value(Double(p.buffer[index]), Double(g.buffer[index]))
    }
  }

  /// The slope of each of the k elements times a factor, and 0 for the others.
  func slopes(
    _ p: FieldBuffer<Element>, _ g: FieldBuffer<Element>, times factor: Double
  ) -> [Element] {
    var slopes: [Element] = arrayOfPieces(count: p.count) { range, slopes in
      for (position, index) in range.enumerated() {
        let (probability, truth) = (Double(p.buffer[index]), Double(g.buffer[index]))
        let counts =
          limit > 0 && Self.bucket(Self.right(p.buffer[index], g.buffer[index])) < limit
        slopes[position] = counts ? Element(factor * term.slope(probability, truth)) : 0
      }
    }
    for index in chosen {
      slopes[index] = Element(
        factor * term.slope(Double(p.buffer[index]), Double(g.buffer[index])))
    }
    return slopes
  }
}
