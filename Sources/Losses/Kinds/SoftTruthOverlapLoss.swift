/// An overlap loss that is least where the prediction equals a soft truth, too.
///
/// Of another loss it replaces TP = Σ p g by (Σp + Σg − Σ abs(p − g))/2 = Σ min(p, g), which is the same
/// where the truth is 0 or 1. The slope of abs is 0 at 0.
public protocol SoftTruthOverlapLoss: ParameterisedLoss {
  /// The other loss.
  associatedtype Overlap: OverlapLoss

  /// The loss of which TP is replaced.
  var overlap: Overlap { get }
}

extension SoftTruthOverlapLoss {
  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    overlap.value(OverlapSums(minimumOver: sample))
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let slopes = overlap.slopes(OverlapSums(minimumOver: sample))
    return ScalarField(unchecked: slopes.gradientOfMinimum(over: sample), on: sample.grid)
  }
}

extension OverlapSums {
  /// Sums with Σ min(p, g) in place of TP.
  init(minimumOver sample: Sample) {
    self.init(sample)
    let difference = AbsoluteErrorPower(exponent: 1).total(over: sample)
    truePositives = (prediction + truth - difference) / 2
  }
}

extension OverlapSlopes {
  /// The gradient of a function of ``OverlapSums/init(minimumOver:)``.
  func gradientOfMinimum(over sample: Sample) -> [Double] {
    let errors = AbsoluteErrorPower(exponent: 1)
    return mapElements(sample.prediction.values, sample.truth.values) { p, g in
      truePositives * (1 - errors.slope(p, g)) / 2 + prediction + 2 * p * squaredPrediction
    }
  }
}
