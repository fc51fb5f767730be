import RealModule

/// x ↦ x^γ on [0, 1], and its slope; the factor by which focal losses turn away from easy elements.
struct PowerFactor: Sendable {
  /// γ ≥ 0.
  let exponent: Double

  /// x^γ. Below γ = 1 the base is clamped to [1e-7, 1 − 1e-7], since the slope has no bound at 0.
  @inline(__always)
  func value(_ base: Double) -> Double {
    if exponent == 2 { return base * base }
    if exponent == 0 { return 1 }
    if exponent == 1 { return base }
    if exponent == 0.5 { return clamped(base).squareRoot() }
    return .pow(exponent < 1 ? clamped(base) : base, exponent)
  }

  /// γ x^(γ−1), 0 where the base is clamped.
  @inline(__always)
  func slope(_ base: Double) -> Double {
    if exponent == 2 { return 2 * base }
    // The power of 0 with the exponent 0 is no number.
    if exponent == 1 { return 1 }
    if exponent == 0 || (exponent < 1 && !isUnclamped(base)) { return 0 }
    return exponent * .pow(base, exponent - 1)
  }
}
