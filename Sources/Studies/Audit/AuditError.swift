/// What is wrong with a request for an audit, or what ends a check.
public enum AuditError: Error, Equatable, Sendable {
  /// There is no check of this name.
  case unknownCheck(String, nearest: String)
  /// A check is asked for twice.
  case repeatedCheck(String)
  /// A check is required and not among those that are made.
  case requiredCheckLeftOut(String)
  /// Two checks of a list have one identifier.
  case duplicateCheck(String)
  /// There is no loss, or no check.
  case nothingToAudit(String)
  /// A loss gave what is no number for arrays of this description.
  case notFinite(Double, String)
}

extension AuditError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownCheck(let name, let nearest):
      "there is no check '\(name)'; did you mean '\(nearest)'? `reproduce-figure audit --list` lists "
        + "them all"
    case .repeatedCheck(let name): "the check '\(name)' is asked for twice; name it once"
    case .requiredCheckLeftOut(let name):
      "the check '\(name)' is required and not made; name it in --checks, too"
    case .duplicateCheck(let name):
      "two checks have the identifier '\(name)'; give one of them another"
    case .nothingToAudit(let what): "\(what): empty; expected at least one"
    case .notFinite(let value, let input): "the loss gave \(value) for \(input)"
    }
  }
}
