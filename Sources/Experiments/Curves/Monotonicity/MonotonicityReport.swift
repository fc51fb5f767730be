import Algorithms

/// How a curve v₀ … v_K rises from step to step.
///
/// With the range R = max − min and the tolerance τ = tolerance · R, step k (from v_{k−1} to v_k)
/// *rises* when Δ > τ, *stalls* when |Δ| ≤ τ and *falls* when Δ < −τ.
public struct MonotonicityReport: Hashable, Sendable, Codable {
  /// What the steps say together.
  public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// Every step rises.
    case strictlyIncreasing = "strictly increasing"
    /// No step falls, but some stall.
    case nonDecreasing = "non-decreasing"
    /// Some step falls.
    case notMonotone = "not monotone"
    /// All values are equal.
    case flat
  }

  /// Share of the range under which a change is a stall.
  public let tolerance: Double
  /// Number of steps that rise.
  public let rises: Int
  /// Number of steps that stall.
  public let stalls: Int
  /// Number of steps that fall.
  public let falls: Int
  /// The steps that do not rise, in order; step k leads from v_{k−1} to v_k.
  public let violations: [Int]
  /// What the steps say together.
  public let verdict: Verdict
  /// The step from which on no step rises, when the curve ends in a plateau.
  public let plateauStart: Int?
  /// Spearman's ρ against the step; none for a flat curve.
  public let spearman: Double?
  /// Kendall's τ-b against the step; none for a flat curve.
  public let kendall: Double?
  /// Total variation Σ|Δ| over net rise v_K − v₀: 1 means that the curve never turns back. None
  /// where the curve does not end above its start, and where ``remark`` says so.
  public let fluctuation: Double?
  /// Why a number is missing that the curve should have; none for ordinary curves.
  public let remark: String?
  /// The first step that does not rise by more than rounding can make, 1e-12 of the largest magnitude
  /// of the values; none where every step does.
  public let firstNotBeyondRounding: Int?
  /// The first step whose increment is smaller, by more than τ, than that of the step before; none
  /// where increments do not shrink.
  public let firstShrinking: Int?
  /// The largest fall of one step as a share of R; 0 when none falls.
  public let largestFall: Double

  /// Judges a curve.
  ///
  /// - Parameters:
  ///   - values: finite values, one a step from step 0.
  ///   - tolerance: τ as a share of the range, in [0, 1).
  public init(_ values: [Double], tolerance: Double = 1e-3) {
    // Differences of the largest numbers are beyond all numbers; everything here is a comparison or a
    // ratio, which a quarter of the values has, too.
    let isHuge = !((values.max() ?? 0) - (values.min() ?? 0)).isFinite
    let values = isHuge ? values.map { $0 / 4 } : values
    let range = (values.max() ?? 0) - (values.min() ?? 0)
    let threshold = tolerance * range
    let changes = values.adjacentPairs().map { $1 - $0 }
    // In a flat curve nothing rises, whatever the tolerance.
    let rising = changes.map { $0 > threshold }
    self.tolerance = tolerance
    rises = rising.count { $0 }
    falls = changes.count { $0 < -threshold }
    stalls = changes.count - rises - falls
    violations = rising.indices.filter { !rising[$0] }.map { $0 + 1 }
    verdict =
      if range == 0 { .flat } else if falls > 0 { .notMonotone } else if stalls > 0 {
        .nonDecreasing
      } else { .strictlyIncreasing }
    let lastRise = rising.lastIndex(of: true).map { $0 + 1 } ?? 0
    plateauStart = falls == 0 && lastRise < changes.count ? lastRise : nil
    spearman = RankCorrelation.spearman(values)
    kendall = RankCorrelation.kendall(values)
    let net = (values.last ?? 0) - (values.first ?? 0)
    // By shares of the range: sums of the changes themselves may be beyond all numbers.
    let plain = changes.reduce(0) { $0 + abs($1) } / net
    let ratio = plain.isFinite ? plain : changes.reduce(0) { $0 + abs($1 / range) } / (net / range)
    fluctuation = net > 0 && ratio.isFinite ? ratio : nil
    remark =
      net > 0 && !ratio.isFinite
      ? "the fluctuation is over 1.7e308: but for rounding the curve ends where it began" : nil
    let rounding = 1e-12 * (values.map(abs).max() ?? 0)
    firstNotBeyondRounding = changes.firstIndex { $0 <= rounding }.map { $0 + 1 }
    firstShrinking = changes.adjacentPairs().enumerated().first { _, pair in
      pair.1 < pair.0 - threshold
    }.map { $0.offset + 2 }
    largestFall = range > 0 ? max(0, -(changes.min() ?? 0)) / range : 0
  }

  /// The first step that does not rise.
  public var firstViolation: Int? { violations.first }

  /// Share of the steps that do not rise.
  public var shareNotRising: Double {
    let steps = rises + stalls + falls
    return steps == 0 ? 0 : Double(stalls + falls) / Double(steps)
  }
}
