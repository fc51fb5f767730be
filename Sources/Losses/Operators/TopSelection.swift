/// Which of some values are the k largest; of equal ones those with the lowest index.
///
/// Values are sorted into 2048 buckets of equal width (in the order of their bit patterns), and only
/// the bucket that holds the k-th largest is looked at again: time linear in the number of values,
/// however they are distributed, and memory for the values of one bucket.
struct TopSelection {
  /// The k-th largest value.
  let threshold: Double
  /// How many values equal to ``threshold`` are among the k largest.
  let countAtThreshold: Int

  /// Finds the k-th largest of value(0), …, value(count − 1).
  ///
  /// - Parameters:
  ///   - k: in 1 … count.
  ///   - count: number of values.
  ///   - value: a function that gives the same finite value whenever it is asked for an index.
  @inline(__always)
  init(_ k: Int, of count: Int, _ value: (Int) -> Double) {
    precondition((1...count).contains(k))
    var rank = k
    var candidates = Self.narrow(count, rank: &rank) { Self.orderedBits(value($0)) }
    while candidates.needsNarrowing {
      candidates = candidates.bits.withUnsafeBufferPointer { bits in
        Self.narrow(bits.count, rank: &rank) { bits[$0] }
      }
    }
    threshold = Self.value(orderedBits: candidates.lowest)
    countAtThreshold = rank
  }

  /// Calls `body` with the index of each of the k largest, in rising order.
  ///
  /// - Parameters:
  ///   - count: as given to ``init(_:of:_:)``.
  ///   - value: as given to ``init(_:of:_:)``.
  ///   - body: called k times.
  @inline(__always)
  func forEachIndex(of count: Int, _ value: (Int) -> Double, _ body: (Int) -> Void) {
    var equalsLeft = countAtThreshold
    for index in 0..<count {
      let value = value(index)
      guard value >= threshold else { continue }
      if value == threshold {
        guard equalsLeft > 0 else { continue }
        equalsLeft -= 1
      }
      body(index)
    }
  }

  /// The values among which the sought one is: all of them `lowest`, or those in `bits`.
  private struct Candidates {
    var lowest: UInt64
    var bits: [UInt64] = []
    var needsNarrowing: Bool { !bits.isEmpty }
  }

  private static let bucketBits = 11

  /// Keeps the values of the bucket that holds the `rank`-th largest, and makes `rank` count within
  /// that bucket.
  @inline(__always)
  private static func narrow(
    _ count: Int, rank: inout Int, _ bits: (Int) -> UInt64
  ) -> Candidates {
    var lowest = UInt64.max
    var highest = UInt64.min
    for index in 0..<count {
      let value = bits(index)
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    guard lowest < highest else { return Candidates(lowest: lowest) }
    let shift = max(0, 64 - (highest - lowest).leadingZeroBitCount - bucketBits)
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << bucketBits) { counts in
      counts.initialize(repeating: 0)
      for index in 0..<count {
        counts[Int((bits(index) - lowest) >> shift)] += 1
      }
      var bucket = counts.count - 1
      while counts[bucket] < rank {
        rank -= counts[bucket]
        bucket -= 1
      }
      // The one more place lets every value be written, and only those of the bucket be kept.
      let kept = [UInt64](unsafeUninitializedCapacity: counts[bucket] + 1) { kept, keptCount in
        for index in 0..<count {
          let value = bits(index)
          kept.initializeElement(at: keptCount, to: value)
          keptCount += Int((value - lowest) >> shift) == bucket ? 1 : 0
        }
      }
      return Candidates(lowest: lowest + UInt64(bucket) << shift, bits: kept)
    }
  }

  /// A number that is ordered as the value is.
  @inline(__always)
  private static func orderedBits(_ value: Double) -> UInt64 {
    // Adding 0 makes −0 and 0 equal.
    let bits = (value + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  /// The value of ``orderedBits(_:)``.
  private static func value(orderedBits bits: UInt64) -> Double {
    Double(bitPattern: bits >> 63 == 1 ? bits & ~(1 << 63) : ~bits)
  }
}
