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
  /// L(p) at each step, the mean over the seeds of a random path.
  public let values: [Double]
  /// The steps at which the value does not rise.
  public let stalledSteps: [Int]
  /// ∂L/∂p.
  public let probabilities: GradientTrack
  /// ∂L/∂z for the logits z = ln p/(1 − p), which is what a network is trained by.
  public let logits: GradientTrack

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
    stalledSteps = MonotonicityReport(values, tolerance: tolerance).violations
    probabilities = GradientTrack(runs.map { $0.map(\.probabilities) })
    logits = GradientTrack(runs.map { $0.map(\.logits) })
  }
}
