/// The values of all parameters of one metric, checked against its specification.
public struct MetricParameters: Hashable, Sendable {
  private let values: [String: Double]

  /// Takes the defaults of a specification but for the given values.
  ///
  /// - Throws: ``MetricError/unknownParameter(_:metric:known:)`` or
  ///   ``MetricError/parameterOutOfRange(_:value:metric:range:)``.
  public init(
    _ overrides: [String: Double] = [:], for specification: MetricSpecification
  ) throws(MetricError) {
    let known = specification.parameters.map(\.name)
    // Sorted, so that of several mistakes the same one is always reported.
    for name in overrides.keys.sorted() where !known.contains(name) {
      throw .unknownParameter(name, metric: specification.id, known: known)
    }
    var values: [String: Double] = [:]
    for parameter in specification.parameters {
      let value = overrides[parameter.name] ?? parameter.defaultValue
      guard parameter.range.contains(value) else {
        throw .parameterOutOfRange(
          parameter.name, value: value, metric: specification.id,
          range: parameter.range.description)
      }
      values[parameter.name] = value
    }
    self.values = values
  }

  /// The value of a parameter that the specification names.
  ///
  /// Asking for another is a mistake in the metric, not in its input, and stops the program.
  public subscript(name: String) -> Double {
    guard let value = values[name] else {
      preconditionFailure("the specification names no parameter '\(name)'")
    }
    return value
  }
}
