/// A loss that takes any other one inside.
///
/// By itself it has the one of its source inside. ``Catalogue/entry(id:)`` puts another one there, whose
/// parameters it then takes, too.
public protocol WrappingLoss: ParameterisedLoss {
  /// Its name without the loss inside.
  static var wrapperName: String { get }

  /// Its formula, in which L is the loss inside.
  static var wrapperFormula: String { get }

  /// Its parameters beside those of the loss inside.
  static var wrapperParameters: [ParameterSpecification] { get }

  /// The loss inside.
  var inner: any Loss { get set }

  /// Puts a loss inside.
  ///
  /// - Parameters:
  ///   - inner: the loss.
  ///   - parameters: the values of ``wrapperParameters``, and maybe others.
  init(of inner: any Loss, parameters: LossParameters)
}

extension WrappingLoss {
  /// With another form of the loss inside; `nil` where that has none.
  public func written(as form: OverlapForm) -> (any Loss)? {
    guard let inner = inner.written(as: form) else { return nil }
    var other = self
    other.inner = inner
    return other
  }
}
