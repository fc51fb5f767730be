import RealModule

/// d ↦ d^α for distances.
struct DistancePower: Sendable {
  /// α > 0.
  let exponent: Double

  /// d^α, with d ≥ 0.
  @inline(__always)
  func callAsFunction(_ distance: Double) -> Double {
    if exponent == 2 { return distance * distance }
    if exponent == 1 { return distance }
    return .pow(distance, exponent)
  }
}
