import Experiments
import Losses

/// Both objects with one set of predictions.
public struct RobustnessCell: Codable, Hashable, Sendable {
  /// What the predictions are made from.
  let scene: RobustnessScene
  /// Whether predictions fluctuate from step to step.
  let isNoisy: Bool
  /// The large and the small object, as far as there are such.
  public let objects: [Object]

  /// One object, or why it is not possible.
  public struct Object: Codable, Hashable, Sendable {
    /// `large` or `small`.
    public let name: String
    /// Why it is not possible.
    public let obstacle: String?
    /// Its curves; none where it is not possible.
    public let curves: [Curve]
  }

  /// One loss with one smoothing and reduction.
  public struct Curve: Codable, Hashable, Sendable {
    /// Key of the loss, without its smoothing.
    public let loss: String
    /// Family of the loss.
    public let family: LossFamily?
    /// Its smoothing, where that is varied.
    public let smoothing: Double?
    /// What became of the values of the two classes.
    public let reduction: RobustnessConfiguration.Reduction
    /// Seed by seed one value a step.
    public let runs: [[Double]]

    init(
      _ setting: LossSetting, variesSmoothing: Bool, family: LossFamily?,
      reduction: RobustnessConfiguration.Reduction, runs: [[Double]]
    ) {
      let plain = LossSetting(
        id: setting.id, parameters: setting.parameters,
        varied: variesSmoothing ? setting.varied.subtracting(["smoothing"]) : setting.varied)
      loss = plain.key
      self.family = family
      smoothing = variesSmoothing ? setting.parameters["smoothing"] : nil
      self.reduction = reduction
      self.runs = runs
    }
  }
}

extension RobustnessCell.Curve {
  /// Whether it belongs to a protocol of some smoothing and reduction.
  func belongs(to smoothing: Double, _ reduction: RobustnessConfiguration.Reduction) -> Bool {
    self.reduction == reduction && (self.smoothing == nil || self.smoothing == smoothing)
  }
}
