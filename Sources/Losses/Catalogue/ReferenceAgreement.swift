/// How well a loss agrees with the same loss computed by another program.
public struct ReferenceAgreement: Hashable, Sendable {
  /// Where the other program's value comes from.
  public enum Kind: String, Sendable {
    /// A function of a published package, or a few of them.
    case package
    /// The formula written a second time, in PyTorch, with its automatic gradient.
    case transcription
  }

  /// Identifier of the loss.
  public let loss: String
  /// Name and version of the other program.
  public let peer: String
  /// Whether the peer is a package or a transcription.
  public let kind: Kind
  /// Number of inputs and settings that were compared.
  public let cases: Int
  /// The largest relative difference of the value, rounded up to a power of ten.
  public let valueDifference: Double
  /// The largest difference of the gradient as a share of its largest element, rounded up alike.
  public let gradientDifference: Double
  /// Known differences of convention; empty for none.
  public let note: String

  /// Records an agreement.
  public init(
    loss: String, peer: String, kind: Kind, cases: Int, valueDifference: Double,
    gradientDifference: Double, note: String
  ) {
    self.loss = loss
    self.peer = peer
    self.kind = kind
    self.cases = cases
    self.valueDifference = valueDifference
    self.gradientDifference = gradientDifference
    self.note = note
  }
}

extension ReferenceAgreement: CustomStringConvertible {
  public var description: String {
    "\(peer), \(cases) cases: value within \(valueDifference), gradient within "
      + "\(gradientDifference) (relative)" + (note.isEmpty ? "" : "; \(note)")
  }
}
