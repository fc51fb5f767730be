/// A parameter of a loss: its name, default and range.
public struct ParameterSpecification: Hashable, Sendable {
  /// Name in kebab case, as on the command line: `focal.gamma` names parameter `gamma` of `focal`.
  public let name: String
  /// Value when none is given.
  public let defaultValue: Double
  /// Values that make sense.
  public let range: ParameterRange
  /// What it does, in a few words.
  public let summary: String

  /// Describes a parameter.
  public init(
    _ name: String, default defaultValue: Double, in range: ParameterRange, _ summary: String
  ) {
    self.name = name
    self.defaultValue = defaultValue
    self.range = range
    self.summary = summary
  }
}

/// The values that a parameter may take.
public enum ParameterRange: Hashable, Sendable {
  /// lower ≤ value ≤ upper.
  case closed(Double, Double)
  /// lower < value ≤ upper.
  case openBelow(Double, Double)
  /// A finite value, at least this.
  case atLeast(Double)
  /// A finite value, more than this.
  case greaterThan(Double)
  /// A whole number between the two, both included.
  case integer(Int, Int)

  /// Whether `value` lies in the range; never for a value that is not finite.
  public func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    return switch self {
    case .closed(let lower, let upper): lower <= value && value <= upper
    case .openBelow(let lower, let upper): lower < value && value <= upper
    case .atLeast(let lower): lower <= value
    case .greaterThan(let lower): lower < value
    case .integer(let lower, let upper):
      value == value.rounded() && Double(lower) <= value && value <= Double(upper)
    }
  }
}

extension ParameterRange: CustomStringConvertible {
  public var description: String {
    switch self {
    case .closed(let lower, let upper): "a number in [\(lower), \(upper)]"
    case .openBelow(let lower, let upper): "a number in (\(lower), \(upper)]"
    case .atLeast(let lower): "a number of at least \(lower)"
    case .greaterThan(let lower): "a number over \(lower)"
    case .integer(let lower, let upper): "a whole number in [\(lower), \(upper)]"
    }
  }
}
