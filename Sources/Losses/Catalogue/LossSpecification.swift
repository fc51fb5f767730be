/// The families of the article and of this catalogue.
public enum LossFamily: String, Codable, CaseIterable, Hashable, Sendable {
  /// Cross-entropies: sums over elements of a function of `p` and `g`.
  case distribution
  /// Functions of the overlap of prediction and truth.
  case overlap
  /// Losses that know distances, contours or images.
  case boundary
  /// Sums of losses of the other families, and regularised ones.
  case compound

  /// Heading for tables and figures.
  public var displayName: String {
    switch self {
    case .distribution: "Distribution (cross-entropy)"
    case .overlap: "Overlap"
    case .boundary: "Boundary and shape"
    case .compound: "Compound and regularised"
    }
  }
}

/// What a reader needs to know of a loss before using it.
public struct LossSpecification: Hashable, Sendable {
  /// Stable identifier in kebab case, for example `focal-tversky`.
  public let id: String
  /// Name for legends and tables.
  public let name: String
  /// Which family it belongs to.
  public let family: LossFamily
  /// The formula in plain text, in the notation of the catalogue.
  public let formula: String
  /// Author, year and equation.
  public let source: String
  /// Value at a perfect hard prediction, and what empty and full masks give.
  public let edgeCases: String
  /// Parameters in the order of the formula.
  public let parameters: [ParameterSpecification]

  /// Describes a loss.
  public init(
    id: String, name: String, family: LossFamily, formula: String, source: String,
    edgeCases: String, parameters: [ParameterSpecification] = []
  ) {
    self.id = id
    self.name = name
    self.family = family
    self.formula = formula
    self.source = source
    self.edgeCases = edgeCases
    self.parameters = parameters
  }
}

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
