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
public protocol DistanceWeightedLoss: HausdorffLoss {
  /// Writes the powers of distances, constant for the gradient, one for each element.
  ///
  /// - Parameters:
  ///   - sample: whose elements.
  ///   - distances: ``Mask/signedDistance()`` of the truth.
  ///   - weights: room for them.
  func writeWeights(
    _ sample: Sample, _ distances: [Double], into weights: UnsafeMutableBufferPointer<Double>)
}

extension DistanceWeightedLoss {
  public func estimate(_ sample: Sample) -> Double {
    // Made before weights have memory, so that what it borrows can be theirs.
    let distances = sample.signedDistanceOfTruth()
    return sample.scratch.withBuffer(of: Double.self, count: sample.grid.count) { weights in
      writeWeights(sample, distances, into: weights)
      let sum = sumOverElements(
        sample.prediction.values, sample.truth.values, UnsafeBufferPointer(weights)
      ) { p, g, weight in (g - p) * (g - p) * weight }
      return sum / Double(sample.grid.count)
    }
  }

  public func estimateGradient(_ sample: Sample) -> [Double] {
    let share = 2 / Double(sample.grid.count)
    let distances = sample.signedDistanceOfTruth()
    // The gradient stands in for what the value has its weights in.
    sample.scratch.freeLargest()
    return arrayOfLargeField(count: sample.grid.count) { gradient in
      writeWeights(sample, distances, into: gradient)
      let weights = SendableBuffer(gradient)
      withBuffers(sample.prediction.values, sample.truth.values) { p, g in
        writePieces(into: gradient) { index in
          share * weights.buffer[index] * (p.buffer[index] - g.buffer[index])
        }
      }
    }
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
