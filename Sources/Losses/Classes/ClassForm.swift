/// How losses over classes are written, where packages let that be chosen.
///
/// What is left out stays as a loss has it.
public struct ClassForm: Hashable, Sendable {
  /// The distances between labels of ``GeneralisedWassersteinDice``, row by row.
  public let distances: [[Double]]?
  /// ε of ``SoftmaxCrossEntropy``.
  public let labelSmoothing: Double?

  /// What the sums of skeletons of clDice are over.
  public let skeletons: Skeletons?

  /// What the sums of skeletons of clDice are over.
  public enum Skeletons: String, Codable, CaseIterable, Sendable {
    /// Each class, which then has a value of its own.
    case each
    /// All classes of an item, which have one value, as in MONAI's `SoftclDiceLoss`.
    case together
  }

  /// Collects what is chosen.
  ///
  /// - Throws: ``ClassError/parameter(_:_:expected:)`` for what no such loss takes.
  public init(
    distances: [[Double]]? = nil, labelSmoothing: Double? = nil, skeletons: Skeletons? = nil
  ) throws(ClassError) {
    if let distances { _ = try GeneralisedWassersteinDice(distances: distances) }
    if let labelSmoothing { _ = try SoftmaxCrossEntropy(labelSmoothing: labelSmoothing) }
    self.distances = distances
    self.labelSmoothing = labelSmoothing
    self.skeletons = skeletons
  }

  /// Whether nothing is chosen.
  public var isEmpty: Bool { distances == nil && labelSmoothing == nil && skeletons == nil }
}
