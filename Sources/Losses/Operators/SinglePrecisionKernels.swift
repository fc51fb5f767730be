/// Kernels that reckon in single precision, eight elements at a time.
///
/// Sums of up to ``SinglePrecisionKernels/group`` terms are taken in single precision and added up in
/// double precision, so that the error does not grow with the number of elements.
enum SinglePrecisionKernels {
  typealias Vector = SIMD8<Float>

  /// How many vectors are summed in single precision.
  static let group = 8

  /// Eight neighbours from `index` on.
  @inline(__always)
  static func load(_ values: UnsafeBufferPointer<Float>, _ index: Int) -> Vector {
    UnsafeRawBufferPointer(values).loadUnaligned(fromByteOffset: 4 &* index, as: Vector.self)
  }

  /// Writes eight neighbours from `index` on.
  @inline(__always)
  static func store(
    _ vector: Vector, _ values: UnsafeMutableBufferPointer<Float>, _ index: Int
  ) {
    UnsafeMutableRawBufferPointer(values).storeBytes(
      of: vector, toByteOffset: 4 &* index, as: Vector.self)
  }

  /// ln x of eight positive normal numbers, given 1 − x with all its digits where x is near 1.
  ///
  /// With x = 2^k (1 + f), 1 + f in [√½, √2), ln x = k ln 2 + f − f²/2 + f³ P(f) with a polynomial P
  /// of degree 8 and ln 2 in two parts (Moshier 1992, Cephes, `logf.c`). The relative error is below
  /// 2⁻²², as a test checks.
  @inline(__always)
  static func logarithm(_ x: Vector, rest: Vector) -> Vector {
    // Adding the bits of 1 − √½ before the exponent is cut out rounds it at √2 instead of at 2.
    let bits = unsafeBitCast(x, to: SIMD8<UInt32>.self) &+ 0x004A_FB0D
    let mantissa = (bits & 0x007F_FFFF) &+ 0x3F35_04F3
    // 2²³ + k as a number, whose lowest bits are those of k.
    let k =
      unsafeBitCast((bits &>> 23) | 0x4B00_0000, to: Vector.self) - (0x1p23 + 127)
    var f = unsafeBitCast(mantissa, to: Vector.self) - 1
    f.replace(with: -rest, where: k .== 0)
    let z = f * f
    var p = f * 7.037_683_629_2e-2 - 1.151_461_031_0e-1
    p = p * f + 1.167_699_874_0e-1
    p = p * f - 1.242_014_084_6e-1
    p = p * f + 1.424_932_278_7e-1
    p = p * f - 1.666_805_766_5e-1
    p = p * f + 2.000_071_476_5e-1
    p = p * f - 2.499_999_399_3e-1
    p = p * f + 3.333_333_117_4e-1
    let tail = p * f * z - k * 2.121_944_40e-4 - z * 0.5
    return f + tail + k * 0.693_359_375
  }
}

// MARK: - Overlap

extension OverlapSums {
  /// TP, P and G of fields in single precision; the sums of squares are left 0.
  ///
  /// Their relative error is below 2⁻²¹, and mostly near 1e-9.
  init(withoutSquaresOf predictions: [Float], _ truths: [Float]) {
    let sums = withBuffers(predictions, truths) { p, g in
      Parallelism.sums(over: p.count) { range in Self.sums(p[range], g[range]) }
    }
    self.init(
      truePositives: sums.x, prediction: sums.y, truth: sums.z, count: Double(predictions.count))
  }

  private static func sums(
    _ p: UnsafeBufferPointer<Float>, _ g: UnsafeBufferPointer<Float>
  ) -> SIMD4<Double> {
    typealias Kernels = SinglePrecisionKernels
    var total = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
    let length = 8 * Kernels.group
    let whole = p.count / length * length
    for start in stride(from: 0, to: whole, by: length) {
      var part = (Kernels.Vector.zero, Kernels.Vector.zero, Kernels.Vector.zero)
      for index in stride(from: start, to: start &+ length, by: 8) {
        let (p, g) = (Kernels.load(p, index), Kernels.load(g, index))
        part = (part.0 + p * g, part.1 + p, part.2 + g)
      }
      total.0 += SIMD8<Double>(part.0)
      total.1 += SIMD8<Double>(part.1)
      total.2 += SIMD8<Double>(part.2)
    }
    var sums = SIMD4(total.0.sum(), total.1.sum(), total.2.sum(), 0)
    for index in whole..<p.count {
      let (p, g) = (Double(p[index]), Double(g[index]))
      sums += SIMD4(p * g, p, g, 0)
    }
    return sums
  }
}

extension OverlapSlopes {
  /// ∂/∂TP · gᵢ + ∂/∂P for each element, reckoned in single precision: its error is below 2⁻²³ of
  /// the largest of both and their sum.
  func gradientWithoutSquares(_ truths: [Float]) -> [Float] {
    let (slope, offset) = (Float(truePositives), Float(prediction))
    return withBuffers(truths, truths) { g, _ in
      arrayOfPieces(count: g.count) { range, gradient in
        let g = g[range]
        let whole = g.count & ~7
        for index in stride(from: 0, to: whole, by: 8) {
          SinglePrecisionKernels.store(
            SinglePrecisionKernels.load(g, index) * slope + offset, gradient, index)
        }
        for index in whole..<g.count { gradient[index] = g[index] * slope + offset }
      }
    }
  }
}

// MARK: - Focal

extension FocalTerm {
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
