import Losses

/// The steps of one object along one path.
public struct PathTrace: Hashable, Sendable {
  /// The prediction of step k and how wrong it is.
  public struct Step: Hashable, Sendable {
    /// The predicted object.
    public let mask: Mask
    /// Number of elements predicted but not true.
    public let falsePositives: Int
    /// Number of elements true but not predicted.
    public let falseNegatives: Int
  }

  /// Steps 0 … K; step 0 is the perfect prediction.
  public let steps: [Step]
  /// Speed, growth and whatever else was chosen for this object, for the report.
  public let settings: [PathSetting]
}

/// A number that a path chose for an object before any loss was evaluated.
public struct PathSetting: Hashable, Sendable, Codable {
  /// What it is, for example `speed`.
  public let name: String
  /// Its value.
  public let value: Double
  /// Its unit, for example `elements per step`.
  public let unit: String
}

extension PathTrace.Step {
  /// Counts what is wrong with a predicted object.
  init(_ mask: Mask, truth: Mask) {
    var truePositives = 0
    for (predicted, isTrue) in zip(mask.elements, truth.elements) where predicted && isTrue {
      truePositives += 1
    }
    self.init(
      mask: mask, falsePositives: mask.foregroundCount - truePositives,
      falseNegatives: truth.foregroundCount - truePositives)
  }
}
