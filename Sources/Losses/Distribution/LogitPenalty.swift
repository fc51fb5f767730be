/// How far logits are from the shares of a truth around them, as ``NeighbourAwareCalibrationLoss`` has it.
struct LogitPenalty: Hashable, Sendable {
  /// r, how far the box of the shares reaches.
  let radius: Int
  /// σ of a Gaussian window in place of the box; 0 for the box.
  let deviation: Double
  /// Whether the distance is squared.
  let isSquared: Bool

  /// u.
  func shares(of truth: [Double], on grid: Grid) -> [Double] {
    deviation > 0
      ? gaussianMeans(of: truth, on: grid, deviation: deviation)
      : boxMeans(of: truth, on: grid, radius: radius)
  }

  /// abs(x − u), or its square.
  func value(_ logit: Double, _ share: Double) -> Double {
    let difference = logit - share
    return isSquared ? difference * difference : abs(difference)
  }

  /// The derivative with respect to x.
  func slope(_ logit: Double, _ share: Double) -> Double {
    isSquared ? 2 * (logit - share) : signum(logit - share)
  }
}
