/// A loss of a ``Catalogue``: what it says of itself and how to make it.
public struct LossEntry: Sendable {
  /// Identifier, formula, parameters and source, the same for every setting of the parameters.
  public let specification: LossSpecification

  private let make: @Sendable (LossParameters) throws -> any Loss
  /// How it takes another loss inside; `nil` for one that takes none.
  private let wrapper: (any WrappingLoss.Type)?

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
    wrapper = nil
  }

  /// The entry of a type of loss.
  public init(_ type: any ParameterisedLoss.Type) {
    specification = type.specification
    make = { type.init(parameters: $0) }
    wrapper = type as? any WrappingLoss.Type
  }

  /// Whether it takes another loss inside.
  public var isWrapping: Bool { wrapper != nil }

  /// This loss with another one inside, which is a loss of its own: its identifier is both with a colon
  /// between, and its parameters are those of both.
  ///
  /// - Parameter known: the losses that could take it inside, for the message.
  /// - Throws: ``LossError/notWrapping(_:wrapping:)``, ``LossError/wrapsItself(_:loss:)``.
  func wrapping(_ inner: LossEntry, known: [String]) throws(LossError) -> LossEntry {
    guard let wrapper else { throw .notWrapping(id, wrapping: known) }
    let name = "\(id):\(inner.id)"
    guard !inner.id.split(separator: ":").contains(Substring(id)) else {
      throw .wrapsItself(name, loss: id)
    }
    let (outside, inside) = (specification, inner.specification)
    let specification = LossSpecification(
      id: name, name: "\(wrapper.wrapperName) (\(inside.name))", family: outside.family,
      formula: "\(wrapper.wrapperFormula), L = \(inside.formula)",
      source: outside.source, reference: outside.reference,
      edgeCases: "those of \(inside.id): \(inside.edgeCases)", unseen: inside.unseen,
      parameters: wrapper.wrapperParameters + inside.parameters, isInAll: false)
    return LossEntry(specification: specification) { parameters in
      wrapper.init(of: try inner.loss(parameters.values(of: inside)), parameters: parameters)
    }
  }

  /// What the loss cannot see, one thing each.
  ///
  /// - Throws: what making the loss throws.
  public func unseen() throws -> [String] {
    try (loss().looksAtPlaces ? [] : ["where elements lie"])
      + [specification.unseen].compactMap(\.self)
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
