/// Eight elements with a truth of 0 or 1.
struct HardTruthVector {
  /// p.
  let prediction: SIMD8<Double>
  /// Where the truth is 1.
  let isForeground: SIMDMask<SIMD8<Int64>>
  /// Clamped probability of the right class.
  let right: SIMD8<Double>

  @inline(__always)
  init(_ prediction: SIMD8<Double>, _ truth: SIMD8<Double>) {
    self.prediction = prediction
    isForeground = truth .> 0.5
    let q = clampedVector(prediction)
    right = (1 - q).replacing(with: q, where: isForeground)
  }

  /// −ln of ``right``.
  @inline(__always)
  var surprise: SIMD8<Double> {
    let x = 1 - right
    // −ln(1 − x) = x + x²/2 + …, whose rest is less than 2⁻⁵² of it up to here.
    guard x.max() <= 0x1p-10 else { return -logarithm(right) }
    let third = 1.0 / 3 + x * (0.25 + x * 0.2)
    return x * (1 + x * (0.5 + x * third))
  }

  /// The weights of the elements' classes.
  @inline(__always)
  func weight(foreground: Double, background: Double) -> SIMD8<Double> {
    SIMD8(repeating: background).replacing(with: foreground, where: isForeground)
  }
}

/// Calls `body` with the first index of each eight elements and what they are; those that fill no
/// vector are left out.
///
/// - Returns: `false` when some truth is not 0 or 1, for which what `body` got means nothing.
@inline(__always)
func forEachHardVector<Element: FieldElement>(
  _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
  _ body: (Int, HardTruthVector) -> Void
) -> Bool {
  guard let p = predictions.baseAddress, let g = truths.baseAddress else { return false }
  var softness = SIMD8<Double>.zero
  for index in stride(from: 0, to: predictions.count & ~7, by: 8) {
    let truth = Element.load(g + index)
    // A truth in [0, 1] has g (1 − g) = 0 only where it is 0 or 1.
    softness += truth * (1 - truth)
    body(index, HardTruthVector(Element.load(p + index), truth))
  }
  return softness == .zero
}
