import Metrics

/// A metric of an experiment.
///
/// In YAML it is an identifier, or a mapping:
///
///     - dice-score
///     - id: surface-dice
///       parameters: {tolerance: 1}
public struct MetricSelection: Hashable, Sendable {
  /// Identifier in the catalogue.
  public var id: String
  /// Values of the parameters that are not left at their defaults.
  public var parameters: [String: Double]

  /// Selects a metric.
  public init(_ id: String, parameters: [String: Double] = [:]) {
    self.id = id
    self.parameters = parameters
  }

  /// The metric.
  ///
  /// - Throws: `MetricError`, and what making the metric throws.
  public func metric(in catalogue: MetricCatalogue) throws -> any Metric {
    try catalogue.metric(id: id, parameters: parameters)
  }
}

extension MetricSelection: Codable {
  public init(from decoder: any Decoder) throws {
    let coded = try CodedSelection<Double>(from: decoder)
    self.init(coded.id, parameters: coded.parameters)
  }

  public func encode(to encoder: any Encoder) throws {
    try CodedSelection(id: id, parameters: parameters).encode(to: encoder)
  }
}
