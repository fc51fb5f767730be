import Experiments

/// The gradient with respect to one thing, step by step; the mean over the seeds of a random path.
public struct GradientTrack: Codable, Hashable, Sendable {
  /// Its Euclidean norm over all elements.
  public let norms: [Double]
  /// The cosine between its opposite and g − p; none where one of them is zero.
  public let cosines: [Double?]

  /// - Parameter runs: seed by seed one state a step.
  init(_ runs: [[GradientState.Vector]]) {
    norms = columnMeans(runs.map { $0.map(\.norm) })
    cosines = (runs.first ?? []).indices.map { step in
      let defined = runs.compactMap { $0[step].cosine }
      return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
  }
}

extension GradientTrack {
  /// What the gradient does where the value stalls.
  public enum Verdict: String, Codable, Hashable, Sendable {
    /// The value rises at every step.
    case noStall = "the value never stalls"
    /// At every stalled step the gradient is there and points to the truth.
    case pointsToTruth = "the gradient is there and points to the truth"
    /// At every stalled step the gradient is there, and at some it does not point to the truth.
    case pointsElsewhere = "the gradient is there but does not always point to the truth"
    /// At some stalled steps the gradient vanishes.
    case vanishesInPart = "the gradient vanishes at some of them"
    /// At every stalled step the gradient vanishes.
    case vanishes = "the gradient vanishes"
  }

  /// A gradient vanishes when its norm is at most this share of the largest along the curve.
  public static let vanishingShare = 1e-3

  /// The norms as shares of the largest along the curve.
  public var relativeNorms: [Double] {
    let largest = norms.max() ?? 0
    return norms.map { largest > 0 ? $0 / largest : 0 }
  }

  /// What the gradient does at the steps at which the value stalls: it points to the truth when the
  /// cosine is above 0, so that a small step against the gradient leads nearer to the truth.
  public func verdict(at stalledSteps: [Int]) -> Verdict {
    guard !stalledSteps.isEmpty else { return .noStall }
    let relative = relativeNorms
    let vanishing = stalledSteps.count { relative[$0] <= Self.vanishingShare }
    if vanishing == stalledSteps.count { return .vanishes }
    if vanishing > 0 { return .vanishesInPart }
    return stalledSteps.allSatisfy { (cosines[$0] ?? 0) > 0 } ? .pointsToTruth : .pointsElsewhere
  }
}
