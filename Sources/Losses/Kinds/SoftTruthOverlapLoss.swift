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
    overlap.value(sums(sample))
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let slopes = overlap.slopes(sums(sample))
    let errors = AbsoluteErrorPower(exponent: 1)
    let gradient = mapElements(sample.prediction.values, sample.truth.values) { p, g in
      slopes.truePositives * (1 - errors.slope(p, g)) / 2 + slopes.prediction
        + 2 * p * slopes.squaredPrediction
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private func sums(_ sample: Sample) -> OverlapSums {
    var sums = OverlapSums(sample)
    let difference = AbsoluteErrorPower(exponent: 1).total(over: sample)
    sums.truePositives = (sums.prediction + sums.truth - difference) / 2
    return sums
  }
}
