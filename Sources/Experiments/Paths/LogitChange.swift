/// What a path does to the logits ln p/(1 − p) of its predictions: scaled, then a Gaussian field added that
/// is drawn anew at every step.
public struct LogitChange: Hashable, Sendable {
  /// What the logits are multiplied by; above 0. Under 1 a prediction is less sure, over 1 surer.
  public var scale = 1.0
  /// Standard deviation of the field.
  public var noise = 0.0
  /// Correlation length of the field in elements, as in ``ProbabilityDescription/length``.
  public var length = 2.0

  /// Leaves logits as they are.
  public init() {}
}
