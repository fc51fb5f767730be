extension FocalTerm {
  /// Σ value(pᵢ, gᵢ) / N.
  func mean(over sample: SinglePrecisionSample) -> Double {
    withBuffers(sample.prediction, sample.truth) { p, g in
      Parallelism.sum(over: p.count) { range in
        sumInSinglePrecision(p[range], g[range]) ?? sum(p[range], g[range])
      } / Double(p.count)
    }
  }

  /// Σ value(pᵢ, gᵢ) / N, and slope(pᵢ, gᵢ) / N for each element.
  func meanAndGradient(
    over sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    let share = 1 / Double(sample.prediction.count)
    let (sum, gradient) = withBuffers(sample.prediction, sample.truth) { p, g in
      sumAndArrayOfPieces(count: p.count) { range, slopes in
        let (p, g) = (p[range], g[range])
        if let sum = sumAndSlopesInSinglePrecision(p, g, times: share, into: slopes) {
          return sum
        }
        writeSlopes(p, g, times: share, into: slopes)
        return self.sum(p, g)
      }
    }
    return (sum * share, gradient)
  }

  /// Σ value(pᵢ, gᵢ) for γ = 2; `nil` for another γ or a truth that is not 0 or 1 everywhere.
  ///
  /// Its relative error is below 2⁻²⁰, and mostly near 1e-8.
  func sumInSinglePrecision(
    _ p: UnsafeBufferPointer<Float>, _ g: UnsafeBufferPointer<Float>
  ) -> Double? {
    sumInSinglePrecision(p, g) { _, _, _ in }
  }

  /// The sum, and slope(pᵢ, gᵢ) · factor for each element; `nil` where
  /// ``sumInSinglePrecision(_:_:)`` is, with slopes that mean nothing.
  func sumAndSlopesInSinglePrecision(
    _ p: UnsafeBufferPointer<Float>, _ g: UnsafeBufferPointer<Float>, times factor: Double,
    into slopes: UnsafeMutableBufferPointer<Float>
  ) -> Double? {
    typealias Kernels = SinglePrecisionKernels
    let (lowest, highest) = (Float(probabilityEpsilon), Float(1 - probabilityEpsilon))
    let scale = Float(factor)
    let sum = sumInSinglePrecision(p, g) { index, prediction, element in
      // d/dp of −w e² ln r with r = p and e = 1 − p; the background's has the other sign.
      let isClamped = (prediction .< lowest) .| (prediction .> highest)
      let quotient = (element.wrong / element.right).replacing(with: 0, where: isClamped)
      let slope = element.weight * element.wrong * (2 * element.logarithm - quotient)
      Kernels.store(element.sign * scale * slope, slopes, index)
    }
    if sum != nil { writeSlopesOfTail(p, g, times: factor, into: slopes) }
    return sum
  }

  /// The sum; `visit` gets the index of each eight elements, their predictions and what their loss is
  /// made of.
  @inline(__always)
  private func sumInSinglePrecision(
    _ p: UnsafeBufferPointer<Float>, _ g: UnsafeBufferPointer<Float>,
    _ visit: (Int, SinglePrecisionKernels.Vector, FocalVector) -> Void
  ) -> Double? {
    typealias Kernels = SinglePrecisionKernels
    guard gamma == 2 else { return nil }
    let weights = (Float(foregroundWeight), Float(backgroundWeight))
    var total = SIMD8<Double>.zero
    var softness = Kernels.Vector.zero
    let whole = p.count & ~7
    for start in stride(from: 0, to: whole, by: 8 * Kernels.group) {
      var part = Kernels.Vector.zero
      for index in stride(from: start, to: min(start &+ 8 &* Kernels.group, whole), by: 8) {
        let prediction = Kernels.load(p, index)
        let element = FocalVector(prediction, Kernels.load(g, index), weights)
        softness += element.softness
        part -= element.weight * element.wrong * element.wrong * element.logarithm
        visit(index, prediction, element)
      }
      total += SIMD8<Double>(part)
    }
    // A truth in [0, 1] has g (1 − g) = 0 only where it is 0 or 1.
    guard softness == .zero else { return nil }
    return total.sum() + sumOfTail(p, g)
  }
}

/// What the focal loss of eight elements is made of.
private struct FocalVector {
  /// Probability of the wrong class.
  let wrong: SIMD8<Float>
  /// Probability of the right class, at least ε, and the logarithm of the clamped one.
  let right: SIMD8<Float>
  let logarithm: SIMD8<Float>
  let weight: SIMD8<Float>
  /// 1 for foreground, −1 for background.
  let sign: SIMD8<Float>
  /// 0 where the truth is 0 or 1.
  let softness: SIMD8<Float>

  @inline(__always)
  init(_ p: SIMD8<Float>, _ g: SIMD8<Float>, _ weights: (foreground: Float, background: Float)) {
    // With a truth of 0 or 1 these products and sums choose without rounding.
    let background = 1 - g
    sign = g - background
    let signed = sign * p
    wrong = g - signed
    let lowest = SIMD8(repeating: Float(probabilityEpsilon))
    let probability = background + signed
    right = probability.replacing(with: lowest, where: probability .< lowest)
    // 1 − ε is the upper bound: `rest` stands for what is near 1.
    let rest = wrong.replacing(with: lowest, where: wrong .< lowest)
    logarithm = SinglePrecisionKernels.logarithm(right, rest: rest)
    weight = g * weights.foreground + background * weights.background
    softness = g * background
  }
}
