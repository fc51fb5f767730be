import Losses

/// p = c inside and 1 − c outside: a network that is equally sure everywhere.
public struct TwoValuedModel: ProbabilityModel {
  public static let id = "two-valued"
  public static let summary = "c inside, 1 - c outside"
  public static let parameters = [
    ParameterSpecification(
      "confidence", default: 0.99, in: .closed(0.5, 1), "c, the probability inside")
  ]

  public static let withoutFloor = ["confidence": 1.0]
  public static let readsDistances = false

  /// c, the probability of what is predicted as foreground.
  public let confidence: Double

  public init(parameters: [String: Double]) { confidence = parameters["confidence"] ?? 0.99 }

  public func write(
    _ object: PredictedObject, into probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    object.mask.elements.withUnsafeBufferPointer { elements in
      for index in 0..<probabilities.count {
        probabilities[index] = elements[index] ? confidence : 1 - confidence
      }
    }
  }
}
