/// Which of some values are the k largest; of equal ones those with the lowest index.
///
/// Values are counted in 2048 buckets of equal width (in the order of their bit patterns, between the
/// smallest and the largest), and only the bucket that holds the k-th largest is looked at again: time
/// linear in the number of values, however they are distributed, and memory for the values of one
/// bucket.
package struct TopSelection<Element: FieldElement> {
  /// The k-th largest value.
  package let threshold: Element
  /// How many values equal to ``threshold`` are among the k largest.
  let countAtThreshold: Int

  /// Finds the k-th largest of some finite values, with k in 1 … their number.
  package init(_ k: Int, of values: UnsafeBufferPointer<Element>) {
    precondition((1...values.count).contains(k))
    var rank = k
    var bucket = Bucket(holding: &rank, of: values)
    while !bucket.values.isEmpty {
      bucket = bucket.values.withUnsafeBufferPointer { Bucket(holding: &rank, of: $0) }
    }
    threshold = bucket.lowest
    countAtThreshold = rank
  }

  /// Calls `body` with the index of each of the k largest of the same values, in rising order.
  @inline(__always)
  package func forEachIndex(of values: UnsafeBufferPointer<Element>, _ body: (Int) -> Void) {
    var equalsLeft = countAtThreshold
    for index in 0..<values.count where values[index] >= threshold {
      if values[index] == threshold {
        guard equalsLeft > 0 else { continue }
        equalsLeft -= 1
      }
      body(index)
    }
  }

  /// Values among which the sought one is: all of them `lowest`, or those in `values`.
  private struct Bucket {
    let lowest: Element
    let values: [Element]

    private static var indexBits: Int { 11 }

    /// Keeps the values of the bucket that holds the `rank`-th largest, and makes `rank` count within
    /// that bucket.
    init(holding rank: inout Int, of values: UnsafeBufferPointer<Element>) {
      var (lowest, highest) = (values[0], values[0])
      for value in values {
        lowest = value < lowest ? value : lowest
        highest = value > highest ? value : highest
      }
      self.lowest = lowest
      guard lowest < highest else {
        self.values = []
        return
      }
      let offset = Self.orderedBits(lowest)
      let width = 64 - (Self.orderedBits(highest) - offset).leadingZeroBitCount
      let shift = UInt64(max(0, width - Self.indexBits))
      self.values = withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << Self.indexBits) {
        counts in
        counts.initialize(repeating: 0)
        for value in values {
          counts[Int((Self.orderedBits(value) - offset) &>> shift)] += 1
        }
        var bucket = counts.count - 1
        while counts[bucket] < rank {
          rank -= counts[bucket]
          bucket -= 1
        }
        // One more place lets every value be written, and only those of the bucket be kept.
        return [Element](unsafeUninitializedCapacity: counts[bucket] + 1) { kept, count in
          for value in values {
            kept.initializeElement(at: count, to: value)
            count += Int((Self.orderedBits(value) - offset) &>> shift) == bucket ? 1 : 0
          }
        }
      }
    }

    /// A number that is ordered as the value is.
    @inline(__always)
    private static func orderedBits(_ value: Element) -> UInt64 {
      // Adding 0 makes −0 and 0 equal; the sign is spread over all bits to turn negative ones around.
      let bits = (Double(value) + 0).bitPattern
      let sign = UInt64(bitPattern: Int64(bitPattern: bits) &>> 63)
      return bits ^ (sign | 1 << 63)
    }
  }
}
