/// An index to be sorted by a key: 32 bits of key, 31 bits of index, which are enough on every grid,
/// and whether the element is foreground.
package struct KeyedIndex: BitwiseCopyable {
  private var bits: UInt64

  static let keyBits = 32

  @inline(__always)
  package init(key: UInt64, index: Int, isForeground: Bool) {
    bits = key << 32 | UInt64(index) << 1 | (isForeground ? 1 : 0)
  }

  @inline(__always)
  package var key: UInt64 {
    get { bits >> 32 }
    set { bits = bits & 0xFFFF_FFFF | newValue << 32 }
  }
  @inline(__always)
  package var isForeground: Bool { bits & 1 != 0 }
  @inline(__always)
  package var index: Int { Int(bits >> 1 & 0x7FFF_FFFF) }
}

// MARK: - Sorting

extension KeyedIndex {
  private static let digitBits = 11
  private static let digitValues = 1 << digitBits

  /// Eleven bits of the key (ten are left for the last digit), the lowest first.
  @inline(__always)
  private func digit(_ number: Int) -> Int {
    Int(truncatingIfNeeded: bits &>> UInt64(32 &+ Self.digitBits &* number))
      & (Self.digitValues &- 1)
  }

  /// Sorts by rising key and keeps the order of equal ones; `scratch` is as long and is exchanged for
  /// the entries if need be.
  ///
  /// A radix sort, least significant digit first. Each thread counts the digits of one part of the
  /// entries; the places of equal digits follow the order of the parts, so that the result is that of
  /// one thread.
  package static func sort(
    _ entries: inout UnsafeMutableBufferPointer<KeyedIndex>,
    _ scratch: inout UnsafeMutableBufferPointer<KeyedIndex>
  ) {
    let parts = Parallelism.partCount(entries.count)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: parts * digitValues) { places in
      for digit in stride(from: 0, to: (keyBits + digitBits - 1) / digitBits, by: 1) {
        countDigits(digit, of: entries, parts, places)
        // A digit that all have changes nothing.
        guard makePlaces(places, parts, of: entries.count) else { continue }
        move(entries, to: scratch, by: digit, parts, places)
        swap(&entries, &scratch)
      }
    }
  }

  /// Counts how often each part has each value of a digit.
  private static func countDigits(
    _ digit: Int, of entries: UnsafeMutableBufferPointer<KeyedIndex>, _ parts: Int,
    _ counts: UnsafeMutableBufferPointer<UInt32>
  ) {
    let (entries, counts) = (SendableBuffer(entries), SendableBuffer(counts))
    Parallelism.forEachPart(parts, of: entries.buffer.count) { part, range in
      let counts = counts.part(part, of: digitValues)
      counts.initialize(repeating: 0)
      for position in range { counts[entries.buffer[position].digit(digit)] &+= 1 }
    }
  }

  /// Turns counts into where the first entry of each part with each value goes; `false` when all
  /// entries have one value.
  private static func makePlaces(
    _ places: UnsafeMutableBufferPointer<UInt32>, _ parts: Int, of count: Int
  ) -> Bool {
    var next: UInt32 = 0
    for value in 0..<digitValues {
      let first = next
      for place in stride(from: value, to: parts * digitValues, by: digitValues) {
        (places[place], next) = (next, next &+ places[place])
      }
      if next - first == count { return false }
    }
    return true
  }

  private static func move(
    _ entries: UnsafeMutableBufferPointer<KeyedIndex>,
    to target: UnsafeMutableBufferPointer<KeyedIndex>, by digit: Int, _ parts: Int,
    _ places: UnsafeMutableBufferPointer<UInt32>
  ) {
    let (entries, target) = (SendableBuffer(entries), SendableBuffer(target))
    let places = SendableBuffer(places)
    Parallelism.forEachPart(parts, of: entries.buffer.count) { part, range in
      let places = places.part(part, of: digitValues)
      for position in range {
        let entry = entries.buffer[position]
        let value = entry.digit(digit)
        target.buffer[Int(places[value])] = entry
        places[value] &+= 1
      }
    }
  }
}

extension SendableBuffer {
  /// The part of a number, all parts being of one length.
  fileprivate func part(_ number: Int, of length: Int) -> UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(rebasing: buffer[(number * length)..<((number + 1) * length)])
  }
}
