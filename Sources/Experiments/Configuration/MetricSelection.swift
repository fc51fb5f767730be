import Documents
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
  private enum CodingKeys: String, CodingKey, CaseIterable { case id, parameters }

  public init(from decoder: any Decoder) throws {
    if let id = try? decoder.singleValueContainer().decode(String.self) {
      self.init(id)
      return
    }
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .id),
      parameters: try container.decode(.parameters, default: [:]))
  }

  public func encode(to encoder: any Encoder) throws {
    guard !parameters.isEmpty else {
      var container = encoder.singleValueContainer()
      return try container.encode(id)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(parameters, forKey: .parameters)
  }
}
