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
  /// Which family it belongs to; `nil` for a loss that something else computes.
  public let family: LossFamily?
  /// The formula in plain text, in the notation of the catalogue.
  public let formula: String
  /// Author and year.
  public let source: String
  /// Where the source is found; `nil` for a loss that was never published.
  public let reference: Reference?
  /// What other libraries call the same loss.
  public let aliases: [PeerName]
  /// Value at a perfect hard prediction, and what empty and full masks give.
  public let edgeCases: String
  /// Errors that leave it as it is, or its gradient 0; `nil` for none but those that follow from
  /// ``Loss/looksAtPlaces``.
  public let unseen: String?
  /// Parameters in the order of the formula.
  public let parameters: [ParameterSpecification]
  /// Whether a request for all losses means this one, too; otherwise it has to be named.
  public let isInAll: Bool

  /// Describes a loss.
  public init(
    id: String, name: String, family: LossFamily?, formula: String, source: String,
    reference: Reference? = nil, aliases: [PeerName] = [], edgeCases: String,
    unseen: String? = nil, parameters: [ParameterSpecification] = [], isInAll: Bool = true
  ) {
    self.id = id
    self.name = name
    self.family = family
    self.formula = formula
    self.source = source
    self.reference = reference
    self.aliases = aliases
    self.edgeCases = edgeCases
    self.unseen = unseen
    self.parameters = parameters
    self.isInAll = isInAll
  }
}
