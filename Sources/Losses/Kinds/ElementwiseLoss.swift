/// A loss that is the mean over elements of a function of `p` and `g`.
///
/// A conforming type names the function; value and gradient follow. The function may depend on
/// sums over the sample, which ``term(for:)`` takes beforehand.
public protocol ElementwiseLoss: ParameterisedLoss {
  /// The function of one element.
  associatedtype Term: ElementTerm

  /// The function for this sample.
  func term(for sample: Sample) -> Term
}

/// A function of the prediction `p` and truth `g` of one element, and its slope in `p`.
///
/// Sums and slopes of many elements follow one by one; a term may bring faster ways of its own.
public protocol ElementTerm: Sendable {
  /// The function at `p` and `g`, both in [0, 1].
  func value(_ p: Double, _ g: Double) -> Double
  /// The derivative of ``value(_:_:)`` with respect to `p`.
  func slope(_ p: Double, _ g: Double) -> Double

  /// Σ value(pᵢ, gᵢ), in an order that depends on nothing but the number of elements.
  func sum<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>
  ) -> Double
  /// Writes slope(pᵢ, gᵢ) · factor for each element.
  func writeSlopes<Element: FieldElement>(
    _ predictions: UnsafeBufferPointer<Element>, _ truths: UnsafeBufferPointer<Element>,
    times factor: Double, into slopes: UnsafeMutableBufferPointer<Element>)
}

extension ElementwiseLoss {
  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    term(for: sample).mean(over: sample)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    ScalarField(unchecked: term(for: sample).meanGradient(over: sample), on: sample.grid)
  }
}
