import Experiments
import Losses

/// The gradient of one loss along one path of one object.
public struct GradientCurve: Codable, Hashable, Sendable {
  /// Identifier of the path.
  public let path: String
  /// Name of the object.
  public let object: String
  /// Key of the loss.
  public let loss: String
  /// What names the loss in a legend.
  public let label: String
  /// Family of the loss.
  public let family: LossFamily?
  /// L(p) at each step; here and below the mean over the seeds of a random path.
  public let values: [Double]
  /// ‖∂L/∂p‖ at each step.
  public let norms: [Double]
  /// The cosine between −∂L/∂p and g − p at each step; none where one of them is zero.
  public let cosines: [Double?]
  /// The steps at which the value does not rise.
  public let stalledSteps: [Int]

  init(
    _ setting: LossSetting, of specification: LossSpecification, along scene: Scene,
    runs: [[GradientState]], tolerance: Double
  ) {
    path = scene.path.id
    object = scene.object.name
    loss = setting.key
    label = setting.label(name: specification.name)
    family = specification.family
    values = columnMeans(runs.map { $0.map(\.value) })
    norms = columnMeans(runs.map { $0.map(\.norm) })
    cosines = (runs.first ?? []).indices.map { step in
      let defined = runs.compactMap { $0[step].cosine }
      return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
    stalledSteps = MonotonicityReport(values, tolerance: tolerance).violations
  }
}

extension GradientCurve {
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

  /// What the gradient does where the value stalls: it points to the truth when the cosine is above 0, so
  /// that a small step against the gradient leads nearer to the truth.
  public var verdict: Verdict {
    guard !stalledSteps.isEmpty else { return .noStall }
    let relative = relativeNorms
    let vanishing = stalledSteps.count { relative[$0] <= Self.vanishingShare }
    if vanishing == stalledSteps.count { return .vanishes }
    if vanishing > 0 { return .vanishesInPart }
    return stalledSteps.allSatisfy { (cosines[$0] ?? 0) > 0 } ? .pointsToTruth : .pointsElsewhere
  }
}
