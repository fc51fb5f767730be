/// An estimate of the Hausdorff distance, and λ times the Dice loss.
///
/// A conforming type gives the estimate and its derivative.
public protocol HausdorffLoss: ParameterisedLoss {
  /// λ.
  var diceWeight: Double { get }

  /// The estimate.
  func estimate(_ sample: Sample) throws -> Double

  /// Its derivative with respect to each predicted probability.
  func estimateGradient(_ sample: Sample) throws -> [Double]
}

extension HausdorffLoss {
  public func value(_ sample: Sample) throws -> Double {
    let estimate = try estimate(sample)
    return diceWeight == 0 ? estimate : estimate + diceWeight * dice.value(sample)
  }

  public func gradient(_ sample: Sample) throws -> ScalarField {
    var gradient = try estimateGradient(sample)
    if diceWeight != 0 {
      let part = dice.gradient(sample).values
      for index in gradient.indices { gradient[index] += diceWeight * part[index] }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private var dice: DiceLoss { DiceLoss(smoothing: 1) }
}

/// A Hausdorff loss whose estimate is the mean of the squared error times powers of distances.
///
///     mean[(g − p)² Σ d^α]
///
/// over the unsigned distances d to the contours that ``contours`` names, which are constant for the
/// gradient.
public protocol DistanceWeightedLoss: HausdorffLoss {
  /// α.
  var distanceExponent: Double { get }

  /// Whose contours the distances are taken to.
  var contours: WeighingContours { get }
}

/// The contours whose distances weigh the error of a ``DistanceWeightedLoss``.
public enum WeighingContours: Sendable {
  /// Those of the truth.
  case truth
  /// Those of the truth and those of the prediction.
  case truthAndPrediction
}

extension DistanceWeightedLoss {
  public var takesAnyNumbers: Bool { true }

  public func estimate(_ sample: Sample) -> Double { distanceWeights.meanOfSquaredErrors(sample) }

  public func estimateGradient(_ sample: Sample) -> [Double] {
    distanceWeights.gradientOfSquaredErrors(sample)
  }

  private var distanceWeights: DistanceWeights {
    DistanceWeights(power: DistancePower(exponent: distanceExponent), contours: contours)
  }
}

extension ParameterSpecification {
  /// α of the Hausdorff losses.
  static let distanceExponent = ParameterSpecification(
    "alpha", default: 2, in: .openBelow(0, 10), "power of the distance")

  /// λ of the Hausdorff losses.
  static let diceWeight = ParameterSpecification(
    "lambda", default: 0, in: .closed(0, 1e6), "weight of the Dice loss")
}
