/// Kernels that compute in single precision, eight elements at a time.
///
/// Sums of up to `SinglePrecisionKernels.group` terms are taken in single precision and added up in
/// double precision, so that the error does not grow with the number of elements.
package enum SinglePrecisionKernels {
  package typealias Vector = SIMD8<Float>

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
  package static func logarithm(_ x: Vector, rest: Vector) -> Vector {
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
