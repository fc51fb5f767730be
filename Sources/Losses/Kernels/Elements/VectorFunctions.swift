/// ln x of eight positive normal numbers.
///
/// With x = 2^k (1 + f), 1 + f in [√½, √2), and s = f / (2 + f):
///
///     ln x = k ln 2 + f − f²/2 + s (f²/2 + R(s²)),  R(z) ≈ ln((1+s)/(1−s))/s − 2 − …
///
/// with the minimax polynomial R of degree 7 in z and ln 2 in two parts (Sun Microsystems 1993,
/// fdlibm, `e_log.c`). The relative error is below 2⁻⁵², as a test checks against the library.
@inline(__always)
package func logarithm(_ x: SIMD8<Double>) -> SIMD8<Double> {
  // Adding the bits of 1 − √½ before the exponent is cut out rounds it at √2 instead of at 2.
  let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
  let shifted = bits &+ 0x0009_5F62_0000_0000
  let exponentBits = shifted &>> 52
  let fraction = (shifted & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_0000_0000
  // 2⁵² + k as a number, whose lowest bits are those of k: whole numbers convert without a call.
  let k =
    unsafeBitCast(exponentBits | 0x4330_0000_0000_0000, to: SIMD8<Double>.self)
    - (0x1p52 + 1023)
  let f = unsafeBitCast(fraction, to: SIMD8<Double>.self) - 1
  let s = f / (2 + f)
  let z = s * s
  let w = z * z
  let even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
  let odd =
    z
    * (0.6666666666666735130
      + w
      * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)))
  let half = 0.5 * f * f
  let correction = s * (half + (even + odd)) + k * 1.90821492927058770002e-10
  return k * 6.93147180369123816490e-01 - ((half - correction) - f)
}

/// e^x of eight numbers in [−700, 700].
///
/// With x = k ln 2 + r, abs(r) ≤ ½ ln 2, and c = r − r² P(r²):
///
///     e^x = 2^k (1 + r + r c / (2 − c))
///
/// with the minimax polynomial P of degree 4 and ln 2 in two parts (Sun Microsystems 1993, fdlibm,
/// `e_exp.c`). The relative error is below 2⁻⁵¹, as a test checks against the library.
@inline(__always)
package func exponential(_ x: SIMD8<Double>) -> SIMD8<Double> {
  // 1.5 · 2⁵² rounds to whole numbers, which then stand in the lowest bits.
  let magic = SIMD8<Double>(repeating: 0x1.8p52)
  let shifted = x * 1.44269504088896338700 + magic
  let k = shifted - magic
  let high = x - k * 6.93147180369123816490e-01
  let low = k * 1.90821492927058770002e-10
  let r = high - low
  let z = r * r
  let even = 1.66666666666666019037e-01 + z * (-2.77777777770155933842e-03)
  let odd =
    6.61375632143793436117e-05
    + z * (-1.65339022054652515390e-06 + z * 4.13813679705723846039e-08)
  let c = r - z * (even + z * z * odd)
  let fraction = 1 - ((low - (r * c) / (2 - c)) - high)
  let bits = unsafeBitCast(fraction, to: SIMD8<UInt64>.self)
  return unsafeBitCast(
    bits &+ (unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< 52), to: SIMD8<Double>.self)
}
