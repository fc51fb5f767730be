/// A loss that is a function of the value of another one.
///
/// A conforming type gives the function and its slope; the gradient follows by the chain rule.
public protocol TransformedLoss: ParameterisedLoss {
  /// The other loss.
  var inner: any Loss { get }

  /// The function.
  func transform(_ value: Double) -> Double

  /// Its derivative.
  func transformSlope(_ value: Double) -> Double
}

extension TransformedLoss {
  public var looksAtPlaces: Bool { inner.looksAtPlaces }

  public func value(_ sample: Sample) throws -> Double {
    try transform(inner.value(sample))
  }

  public func gradient(_ sample: Sample) throws -> ScalarField {
    let slope = try transformSlope(inner.value(sample))
    let gradient = try inner.gradient(sample).values.map { slope * $0 }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}
