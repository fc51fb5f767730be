/// A metric of a ``MetricCatalogue``: what it says of itself and how to make it.
public struct MetricEntry: Sendable {
  /// Identifier, direction, formula, parameters and source, the same for every setting of the
  /// parameters.
  public let specification: MetricSpecification

  private let make: @Sendable (MetricParameters) throws -> any Metric

  /// An entry of any metric, for example of one that another process computes.
  ///
  /// - Parameters:
  ///   - specification: what the metric says of itself.
  ///   - make: makes the metric with parameters that were checked against the specification.
  public init(
    specification: MetricSpecification,
    make: @escaping @Sendable (MetricParameters) throws -> any Metric
  ) {
    self.specification = specification
    self.make = make
  }

  /// The entry of a type of metric.
  public init(_ type: any ParameterisedMetric.Type) {
    self.init(specification: type.specification) { type.init(parameters: $0) }
  }

  /// The identifier of its specification.
  public var id: String { specification.id }

  /// The metric with its defaults but for the named parameters.
  ///
  /// - Throws: ``MetricError/unknownParameter(_:metric:known:)``,
  ///   ``MetricError/parameterOutOfRange(_:value:metric:range:)``, and what making the metric throws.
  public func metric(_ parameters: [String: Double] = [:]) throws -> any Metric {
    try make(MetricParameters(parameters, for: specification))
  }
}
