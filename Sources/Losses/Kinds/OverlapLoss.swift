/// A loss that is a function of ``OverlapSums`` alone.
///
/// A conforming type gives the function and its derivatives with respect to the sums; the gradient
/// follows by the chain rule: ∂L/∂pᵢ = ∂L/∂TP · gᵢ + ∂L/∂P + ∂L/∂Σp² · 2pᵢ.
public protocol OverlapLoss: ParameterisedLoss {
  /// The loss as a function of the sums.
  func value(_ sums: OverlapSums) -> Double

  /// Its derivatives.
  func slopes(_ sums: OverlapSums) -> OverlapSlopes
}

extension OverlapLoss {
  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    value(OverlapSums(sample))
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let slopes = slopes(OverlapSums(sample))
    return ScalarField(unchecked: slopes.gradient(over: sample), on: sample.grid)
  }
}
