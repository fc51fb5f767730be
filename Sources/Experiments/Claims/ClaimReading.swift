/// What "increases" may mean in claims 1 and 2. The article does not say, so each is judged.
public enum ClaimReading: String, Hashable, Sendable, Codable, CaseIterable {
  /// Every step rises by more than τ of the range of the curve.
  case everyStep = "rises by more than τ at every step"
  /// Every step rises by more than rounding can make.
  case beyondRounding = "rises at every step beyond rounding"
  /// The mean over the seeds rises at every step beyond rounding, and at least 95 % of the seeds have no
  /// step that falls by more than τ.
  case onAverage = "rises on average over seeds and never falls in 95 % of them"
  /// It rises at every step beyond rounding, and no increment is smaller by more than τ of the range
  /// than the one before.
  case penalisedMore = "larger errors are penalised more: increments do not shrink"

  /// Share of the seeds that may have a fall.
  public static let fallingSeeds = 0.05

  /// What losses do that rise in this sense.
  var verb: String {
    switch self {
    case .everyStep: "increase strictly"
    case .beyondRounding: "rise at every step beyond rounding"
    case .onAverage: "rise on average and never fall in 95 % of the seeds"
    case .penalisedMore: "rise by increments that do not shrink"
    }
  }
}

extension ClaimInput {
  /// Whether the curve increases in the sense of a reading.
  func rises(_ reading: ClaimReading) -> Bool {
    let isRising = monotonicity.verdict != .flat && monotonicity.firstNotBeyondRounding == nil
    return switch reading {
    case .everyStep: monotonicity.verdict == .strictlyIncreasing
    case .beyondRounding: isRising
    case .onAverage: isRising && shareFalling <= ClaimReading.fallingSeeds
    case .penalisedMore: isRising && monotonicity.firstShrinking == nil
    }
  }

  /// Share of the seeds with a step that falls.
  private var shareFalling: Double {
    seeds?.shareFalling ?? (monotonicity.falls > 0 ? 1 : 0)
  }
}
