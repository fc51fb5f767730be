import Losses
import RealModule

/// p = b + (1 − 2b) σ(−d/w): nearly sure away from the predicted boundary, and unsure within a few
/// elements of it, as a trained network is.
///
/// d is the signed distance to the boundary, w a width in elements of the least spacing, and b the floor
/// below which no probability goes.
public struct SigmoidModel: ProbabilityModel {
  public static let id = "sigmoid"
  public static let summary = "b + (1 - 2b) sigmoid(-d/w), d the distance to the boundary"
  public static let parameters = [
    ParameterSpecification(
      "width", default: 1, in: .greaterThan(0), "w, in elements: how soft the boundary is"),
    ParameterSpecification(
      "floor", default: 1e-4, in: .closed(0, 0.5), "b, the least probability anywhere"),
  ]

  public static let withoutFloor = ["floor": 0.0]

  /// w, in elements of the least spacing.
  public let width: Double
  /// b, the least probability anywhere.
  public let floor: Double

  public init(parameters: [String: Double]) {
    width = parameters["width"] ?? 1
    floor = parameters["floor"] ?? 1e-4
  }

  public func write(
    _ object: PredictedObject, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    let unit = width * (object.mask.grid.spacing.min() ?? 1)
    // Below this the sigmoid is less than half a unit in the last place of b.
    let least = floor > 0 ? Double.log(floor) - 38 : -.infinity
    object.withDistances { distances in
      withKeptValues { kept in
        for index in 0..<probabilities.count {
          let distance = distances[index]
          let place = kept.place(of: distance)
          if kept[place].distance != distance {
            let logit = -distance / unit
            let value = logit < least ? floor : floor + (1 - 2 * floor) * sigmoid(logit)
            kept[place] = (distance, value)
          }
          probabilities[index] = kept[place].value
        }
      }
    }
  }

  /// The distances met last and their probabilities: those of masks repeat, and exponentials take long.
  private typealias KeptValues = UnsafeMutableBufferPointer<(distance: Double, value: Double)>

  private func withKeptValues(_ body: (KeptValues) -> Void) {
    withUnsafeTemporaryAllocation(
      of: (distance: Double, value: Double).self, capacity: 1 << keptBits
    ) { kept in
      kept.initialize(repeating: (.nan, .nan))
      body(kept)
    }
  }
}

/// There are two to the power of this many kept values.
private let keptBits = 11

extension UnsafeMutableBufferPointer<(distance: Double, value: Double)> {
  /// Where the value of a distance is kept, if it is (Knuth's multiplicative hashing).
  @inline(__always)
  fileprivate func place(of distance: Double) -> Int {
    Int(truncatingIfNeeded: (distance.bitPattern &* 0x9e37_79b9_7f4a_7c15) &>> (64 - keptBits))
  }
}

/// σ(x) = 1 / (1 + e⁻ˣ), exact at both ends.
func sigmoid(_ logit: Double) -> Double {
  // Beyond 745 the exponential is 0 in `Double`; most elements are, and need none.
  if logit < -745 { return 0 }
  if logit > 40 { return 1 }
  return 1 / (1 + Double.exp(-logit))
}
