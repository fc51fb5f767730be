extension LogarithmTerm: StretchedTerm {
  /// As ``sum(_:_:)`` takes it: the logarithm of products, or where these would be too coarse that of
  /// each element.
  func sum(
    _ predictions: UnsafeBufferPointer<Double>, _ truths: UnsafeBufferPointer<Double>,
    _ stretches: UnsafeBufferPointer<Stretches.Stretch>
  ) -> Double {
    var products = LogarithmProducts()
    forEachVector(predictions, truths, stretches) { products.add($0, $1, count: $2) }
    products.close()
    let tail = sumOfTail(predictions, truths)
    if products.foregroundSum + products.backgroundSum > 1e-4 * Double(predictions.count) {
      return foregroundWeight * products.foregroundSum
        + backgroundWeight * products.backgroundSum + tail
    }
    var sums = SIMD8<Double>.zero
    forEachVector(predictions, truths, stretches) { p, truth, count in
      let value = value(of: HardTruthVector(p, truth))
      for _ in 0..<count { sums += value }
    }
    return sums.sum() + tail
  }
}

/// Σ −ln of the probabilities of the right classes, each logarithm that of a product of 32 vectors.
private struct LogarithmProducts {
  private(set) var foregroundSum = 0.0
  private(set) var backgroundSum = 0.0
  private var foreground = SIMD8<Double>(repeating: 1)
  private var background = SIMD8<Double>(repeating: 1)
  /// Factors of the product that is being made.
  private var count = 0

  private static let group = 32

  mutating func add(_ p: SIMD8<Double>, _ g: SIMD8<Double>, count number: Int) {
    let ones = SIMD8<Double>(repeating: 1)
    let (q, isForeground) = (clampedVector(p), g .> 0.5)
    let foregroundFactor = ones.replacing(with: q, where: isForeground)
    let backgroundFactor = (1 - q).replacing(with: ones, where: isForeground)
    func multiply(_ times: Int) {
      for _ in 0..<times {
        foreground *= foregroundFactor
        background *= backgroundFactor
      }
      count += times
    }
    let first = min(number, Self.group - count)
    multiply(first)
    if count == Self.group { close() }
    let whole = (number - first) / Self.group
    if whole > 0 {
      // Products of nothing else have one logarithm.
      multiply(Self.group)
      let sums = (logarithm(foreground).sum(), logarithm(background).sum())
      for _ in 0..<whole {
        foregroundSum -= sums.0
        backgroundSum -= sums.1
      }
      begin()
    }
    multiply((number - first) % Self.group)
  }

  /// Takes the logarithm of the product that has been begun.
  mutating func close() {
    guard count > 0 else { return }
    foregroundSum -= logarithm(foreground).sum()
    backgroundSum -= logarithm(background).sum()
    begin()
  }

  private mutating func begin() {
    (foreground, background) = (SIMD8(repeating: 1), SIMD8(repeating: 1))
    count = 0
  }
}
