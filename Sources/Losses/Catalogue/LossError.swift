/// What is wrong with a request for a loss.
public enum LossError: Error, Equatable, Sendable {
  /// No loss of the catalogue has this identifier.
  case unknownLoss(String, nearest: String)
  /// The loss has no parameter of this name.
  case unknownParameter(String, loss: String, known: [String])
  /// The parameter does not take this value.
  case parameterOutOfRange(String, value: Double, loss: String, range: String)
  /// Two losses of a catalogue have the same identifier.
  case duplicateLoss(String)
  /// The loss takes no other one inside.
  case notWrapping(String, wrapping: [String])
  /// A loss is inside itself.
  case wrapsItself(String, loss: String)
  /// The loss has no meaning for this sample.
  case unsupportedSample(loss: String, reason: String)
}

extension LossError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownLoss(let id, let nearest):
      "there is no loss '\(id)'; did you mean '\(nearest)'? "
        + "`reproduce-figure losses` lists them all"
    case .unknownParameter(let name, let loss, let known):
      known.isEmpty
        ? "the loss '\(loss)' has no parameter '\(name)'; it takes none"
        : "the loss '\(loss)' has no parameter '\(name)'; it takes "
          + known.joined(separator: ", ")
    case .parameterOutOfRange(let name, let value, let loss, let range):
      "\(loss).\(name) is \(value); expected \(range)"
    case .duplicateLoss(let id):
      "two losses have the identifier '\(id)'; give one of them another"
    case .notWrapping(let id, let wrapping):
      "the loss '\(id)' takes no other loss inside; these do: " + wrapping.joined(separator: ", ")
    case .wrapsItself(let id, let loss):
      "the loss '\(id)' has '\(loss)' inside itself; name another loss after the colon"
    case .unsupportedSample(let loss, let reason):
      "the loss '\(loss)' cannot be evaluated: \(reason)"
    }
  }
}
