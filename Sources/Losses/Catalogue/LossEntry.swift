/// A loss of a ``Catalogue``: what it says of itself and how to make it.
public struct LossEntry: Sendable {
  /// Identifier, formula, parameters and source, the same for every setting of the parameters.
  public let specification: LossSpecification

  private let make: @Sendable (LossParameters) throws -> any Loss

  /// An entry of any loss, for example of one that another process computes.
  ///
  /// - Parameters:
  ///   - specification: what the loss says of itself.
  ///   - make: makes the loss with parameters that were checked against the specification.
  public init(
    specification: LossSpecification,
    make: @escaping @Sendable (LossParameters) throws -> any Loss
  ) {
    self.specification = specification
    self.make = make
  }

  /// The entry of a type of loss.
  public init(_ type: any ParameterisedLoss.Type) {
    self.init(specification: type.specification) { type.init(parameters: $0) }
  }

  /// The identifier of its specification.
  public var id: String { specification.id }

  /// The loss with its defaults but for the named parameters.
  ///
  /// - Throws: ``LossError/unknownParameter(_:loss:known:)``,
  ///   ``LossError/parameterOutOfRange(_:value:loss:range:)``, and what making the loss throws.
  public func loss(_ parameters: [String: Double] = [:]) throws -> any Loss {
    try make(LossParameters(parameters, for: specification))
  }
}
