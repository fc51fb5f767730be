/// The values of all parameters of one loss, checked against its specification.
public struct LossParameters: Hashable, Sendable {
  private let values: [String: Double]

  /// Takes the defaults of a specification but for the given values.
  ///
  /// - Throws: ``LossError/unknownParameter(_:loss:known:)`` or
  ///   ``LossError/parameterOutOfRange(_:value:loss:range:)``.
  public init(
    _ overrides: [String: Double] = [:], for specification: LossSpecification
  ) throws(LossError) {
    let known = specification.parameters.map(\.name)
    // Sorted, so that of several mistakes the same one is always reported.
    for name in overrides.keys.sorted() where !known.contains(name) {
      throw .unknownParameter(name, loss: specification.id, known: known)
    }
    var values: [String: Double] = [:]
    for parameter in specification.parameters {
      let value = overrides[parameter.name] ?? parameter.defaultValue
      guard parameter.range.contains(value) else {
        throw .parameterOutOfRange(
          parameter.name, value: value, loss: specification.id,
          range: parameter.range.description)
      }
      values[parameter.name] = value
    }
    self.values = values
  }

  /// The values of those parameters that another loss has, too.
  func values(of specification: LossSpecification) -> [String: Double] {
    let names = Set(specification.parameters.map(\.name))
    return values.filter { names.contains($0.key) }
  }

  /// The value of a parameter that the specification names.
  ///
  /// Asking for another is a mistake in the loss, not in its input, and stops the program.
  public subscript(name: String) -> Double {
    guard let value = values[name] else {
      preconditionFailure("the specification names no parameter '\(name)'")
    }
    return value
  }
}
