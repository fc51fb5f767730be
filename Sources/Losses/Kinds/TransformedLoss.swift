/// A loss that is a function of the value of another one.
///
/// A conforming type gives the function and its slope; the gradient follows by the chain rule.
public protocol TransformedLoss: WrappingLoss {
  /// The function and its derivative.
  ///
  /// - Throws: ``LossError/unsupportedSample(loss:reason:)`` where it is not defined.
  func transform(_ value: Double) throws(LossError) -> (value: Double, slope: Double)
}

extension TransformedLoss {
  public var looksAtPlaces: Bool { inner.looksAtPlaces }

  public func value(_ sample: Sample) throws -> Double {
    try transform(inner.value(sample)).value
  }

  public func gradient(_ sample: Sample) throws -> ScalarField {
    let slope = try transform(inner.value(sample)).slope
    let gradient = try inner.gradient(sample).values.map { slope * $0 }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  public func caution(_ sample: Sample) -> String? { inner.caution(sample) }

  /// The function of each value that the other loss has in its own form over classes.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    guard let inner = inner.overClasses(relation) as? any GroupedClassLoss else {
      return OneVersusRest(self)
    }
    return TransformedOverClasses(loss: self, inner: inner)
  }
}

/// A ``TransformedLoss`` over classes.
private struct TransformedOverClasses: GroupedClassLoss {
  let loss: any TransformedLoss
  let inner: any GroupedClassLoss

  func columns(_ counted: [Int]) -> [Int]? { inner.columns(counted) }

  func written(as form: ClassForm) throws(ClassError) -> (any ClassLoss)? {
    guard let inner = try inner.written(as: form) as? any GroupedClassLoss else { return nil }
    return TransformedOverClasses(loss: loss, inner: inner)
  }

  func cautions(_ sample: ClassSample) throws -> [String] { try inner.cautions(sample) }

  func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) throws -> [Double] {
    try inner.values(group, counted, reduction).map { try loss.transform($0).value }
  }

  func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) throws -> ClassSlopes {
    let slopes = try inner.values(group, counted, reduction).map { try loss.transform($0).slope }
    return try inner.slopes(
      group, counted, reduction, factors: zip(factors, slopes).map(*), target)
  }
}
