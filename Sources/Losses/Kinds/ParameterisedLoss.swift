/// A loss that is a type of its own, made from the values of its parameters.
public protocol ParameterisedLoss: Loss {
  /// Identifier, formula, parameters and source, the same for every setting of the parameters.
  static var specification: LossSpecification { get }

  /// Makes the loss with parameters that were checked against its ``specification``.
  init(parameters: LossParameters)
}

extension ParameterisedLoss {
  /// Makes the loss with its defaults but for the named parameters, for example
  /// `try FocalLoss(["gamma": 3])`.
  ///
  /// - Throws: ``LossError/unknownParameter(_:loss:known:)`` or
  ///   ``LossError/parameterOutOfRange(_:value:loss:range:)``.
  public init(_ parameters: [String: Double] = [:]) throws(LossError) {
    self.init(parameters: try LossParameters(parameters, for: Self.specification))
  }
}
