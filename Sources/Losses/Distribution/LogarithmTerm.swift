import RealModule

/// The ε to which logarithms clamp probabilities: ln p is taken of p in [ε, 1 − ε].
public let probabilityEpsilon = 1e-7

/// p clamped to [ε, 1 − ε].
@inline(__always)
package func clamped(_ probability: Double) -> Double {
  min(max(probability, probabilityEpsilon), 1 - probabilityEpsilon)
}

/// Whether p lies in [ε, 1 − ε], where the clamp of a logarithm passes the gradient.
@inline(__always)
func isUnclamped(_ probability: Double) -> Bool {
  probability >= probabilityEpsilon && probability <= 1 - probabilityEpsilon
}

/// −(a g ln p + b (1 − g) ln(1 − p)): the cross-entropy of one element with class weights.
public struct LogarithmTerm: ElementTerm {
  /// a, the weight of the foreground.
  public let foregroundWeight: Double
  /// b, the weight of the background.
  public let backgroundWeight: Double

  /// A cross-entropy with class weights.
  public init(foregroundWeight: Double = 1, backgroundWeight: Double = 1) {
    self.foregroundWeight = foregroundWeight
    self.backgroundWeight = backgroundWeight
  }

  public func value(_ p: Double, _ g: Double) -> Double {
    let p = clamped(p)
    // Logarithms take long, and one is enough for a truth of 0 or 1.
    let foreground = g == 0 ? 0 : foregroundWeight * g * .log(p)
    let background = g == 1 ? 0 : backgroundWeight * (1 - g) * .log(1 - p)
    return -foreground - background
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    guard isUnclamped(p) else { return 0 }
    return backgroundWeight * (1 - g) / (1 - p) - foregroundWeight * g / p
  }
}
