/// What some errors, all of them over 0, are like.
struct ErrorRange {
  /// How many there are.
  private(set) var count = 0
  private(set) var lowest = Double.infinity
  private(set) var highest = 0.0
  /// Bits that some error has set.
  private(set) var bits: UInt64 = 0
  /// Elements with an error that does not count among these.
  private(set) var tied = TiedCount()

  init() {}

  /// Of the elements in a range those whose error is at least `limit` and is not `tied`.
  init<Element: FieldElement>(
    _ errors: ElementErrors<Element>, in range: Range<Int>, from limit: Double, but tied: Double
  ) {
    let whole = range.lowerBound + range.count & ~7
    var lowest = SIMD8<Double>(repeating: .infinity)
    var highest = SIMD8<Double>.zero
    var bits = SIMD8<UInt64>.zero
    // Masks are −1 where they hold.
    var (counts, tiedCounts, foreground) = (SIMD8<Int64>.zero, SIMD8<Int64>.zero, SIMD8<Int64>.zero)
    for start in stride(from: range.lowerBound, to: whole, by: 8) {
      let vector = errors.vector(start)
      let error = vector.errors
      let isTied = (error .== tied).bits
      tiedCounts &-= isTied
      foreground &-= isTied & vector.isForeground.bits
      let counting = vector.counts(from: limit, but: tied)
      guard counting.any else { continue }
      counts &-= counting.bits
      lowest.replace(with: error, where: counting .& (error .< lowest))
      highest.replace(with: error, where: counting .& (error .> highest))
      bits |=
        unsafeBitCast(error, to: SIMD8<UInt64>.self)
        & unsafeBitCast(counting, to: SIMD8<UInt64>.self)
    }
    for lane in 0..<8 {
      self.lowest = min(self.lowest, lowest[lane])
      self.highest = max(self.highest, highest[lane])
      self.bits |= bits[lane]
    }
    count = Int(counts.wrappedSum())
    self.tied = TiedCount(
      elements: Int(tiedCounts.wrappedSum()), foreground: Int(foreground.wrappedSum()))
    for index in whole..<range.upperBound {
      let error = errors[index]
      if error == tied {
        self.tied.elements += 1
        self.tied.foreground += errors.isForeground(index) ? 1 : 0
      } else if error >= limit {
        insert(error)
      }
    }
  }

  /// Adds an error.
  mutating func insert(_ error: Double) {
    count += 1
    lowest = min(lowest, error)
    highest = max(highest, error)
    bits |= error.bitPattern
  }

  func joined(with other: ErrorRange) -> ErrorRange {
    var range = self
    range.count += other.count
    range.lowest = min(lowest, other.lowest)
    range.highest = max(highest, other.highest)
    range.bits |= other.bits
    range.tied = tied.adding(other.tied)
    return range
  }
}

/// How many elements have an error that is kept apart, and how many of them are foreground.
struct TiedCount {
  var elements = 0
  var foreground = 0

  func adding(_ other: TiedCount) -> TiedCount {
    TiedCount(
      elements: elements + other.elements, foreground: foreground + other.foreground)
  }
}

/// Keys of 32 bits that are the smaller the larger an error is.
struct ErrorKeys {
  private let highest: UInt64
  private let left: UInt64
  private let right: UInt64
  /// Whether the error follows from its key, as with most in single precision.
  let areExact: Bool

  init(_ range: ErrorRange) {
    highest = range.highest.bitPattern
    let width = 64 - (highest - min(range.lowest.bitPattern, highest)).leadingZeroBitCount
    // Keys fill their bits whatever the range, so that runs of equal keys always get smaller.
    left = UInt64(max(0, min(KeyedIndex.keyBits - width, KeyedIndex.keyBits - 1)))
    right = UInt64(max(0, width - KeyedIndex.keyBits))
    // Nothing is lost where the bits that are cut off are 0.
    areExact = right <= range.bits.trailingZeroBitCount
  }

  @inline(__always)
  func key(_ error: Double) -> UInt64 { ((highest &- error.bitPattern) &>> right) &<< left }

  @inline(__always)
  func error(_ key: UInt64) -> Double {
    Double(bitPattern: highest &- ((key &>> left) &<< right))
  }
}
