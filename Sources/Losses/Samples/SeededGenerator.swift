import RealModule

/// A generator of random numbers whose whole sequence follows from its seed, on every platform.
///
/// SplitMix64 (Steele, Lea and Flood 2014), with uniform, bounded and normal numbers of our own,
/// since the algorithms behind `Double.random(in:using:)` may change between versions of Swift.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence of a seed; `stream` gives independent sequences for the same seed.
  public init(seed: UInt64, stream: UInt64 = 0) {
    state = seed
    if stream != 0 {
      state = next() ^ (stream &* 0x9E37_79B9_7F4A_7C15)
      state = next()
    }
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number in [0, 1), uniform over the multiples of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number in 0 ..< `bound`; `bound` is at least 1.
  public mutating func index(below bound: Int) -> Int {
    // The high half of the product is uniform to within bound / 2⁶⁴, far below what can be seen.
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number from the normal distribution with mean 0 and standard deviation 1 (Box–Muller 1958).
  public mutating func normal() -> Double {
    let radius = (-2 * Double.log(1 - uniform())).squareRoot()
    return radius * Double.cos(2 * .pi * uniform())
  }

  /// 0 ..< `count` in random order (Fisher–Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, index(below: last + 1))
    }
    return order
  }
}
