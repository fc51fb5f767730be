import RealModule

/// What makes probabilities of the numbers that a network puts out.
public enum Activation: String, Codable, CaseIterable, Hashable, Sendable {
  /// The numbers are probabilities.
  case none
  /// p = 1 / (1 + e^−x), class by class.
  case sigmoid
  /// p_k = e^x_k / Σ_j e^x_j over the classes of an element.
  case softmax
  /// tanh x in [−1, 1], which is no probability; for losses that take any numbers, as MONAI's `other_act`.
  case tanh
  /// ln of the softmax, never over 0, which is no probability; as above.
  case logSoftmax = "log-softmax"

  /// Whether what comes out lies in [0, 1].
  public var makesProbabilities: Bool { self != .tanh && self != .logSoftmax }
}

extension Activation {
  /// Probabilities of each class, element by element; exact to rounding for every finite number.
  package func probabilities(of scores: [[Double]]) -> [[Double]] {
    switch self {
    case .none: return scores
    case .sigmoid: return scores.map { $0.map(Self.sigmoid) }
    case .tanh: return scores.map { $0.map { .tanh($0) } }
    case .logSoftmax:
      let sums = scores[0].indices.map { Self.logarithmOfSum(scores, $0) }
      return scores.map { zip($0, sums).map { $0 - $1 } }
    case .softmax:
      var probabilities = scores
      for index in scores[0].indices {
        let largest = Self.largest(scores, index)
        var sum = 0.0
        for number in scores.indices {
          let power = Double.exp(scores[number][index] - largest)
          probabilities[number][index] = power
          sum += power
        }
        for number in scores.indices { probabilities[number][index] /= sum }
      }
      return probabilities
    }
  }

  /// ∂L/∂x from ∂L/∂p by the chain rule.
  package func pullBack(
    _ slopes: [[Double]], scores: [[Double]], probabilities: [[Double]]
  ) -> [[Double]] {
    switch self {
    case .none: return slopes
    case .sigmoid:
      return zip(slopes, scores).map { slopes, scores in
        zip(slopes, scores).map { $0 == 0 ? 0 : $0 * Self.sigmoidSlope($1) }
      }
    case .tanh:
      return zip(slopes, probabilities).map { slopes, values in
        zip(slopes, values).map { $0 * (1 - $1 * $1) }
      }
    case .logSoftmax:
      let sums = slopes[0].indices.map { index in slopes.reduce(0) { $0 + $1[index] } }
      return zip(slopes, probabilities).map { slopes, logarithms in
        slopes.indices.map { slopes[$0] - .exp(logarithms[$0]) * sums[$0] }
      }
    case .softmax:
      var result = slopes
      for index in slopes[0].indices {
        let mean = slopes.indices.reduce(0.0) {
          $0 + probabilities[$1][index] * slopes[$1][index]
        }
        for number in slopes.indices {
          result[number][index] = probabilities[number][index] * (slopes[number][index] - mean)
        }
      }
      return result
    }
  }

  /// ln Σ_k e^x_k of one element.
  static func logarithmOfSum(_ scores: [[Double]], _ index: Int) -> Double {
    let largest = largest(scores, index)
    return largest + .log(scores.reduce(0) { $0 + .exp($1[index] - largest) })
  }

  private static func largest(_ scores: [[Double]], _ index: Int) -> Double {
    scores.reduce(-.infinity) { max($0, $1[index]) }
  }

  private static func sigmoid(_ x: Double) -> Double {
    // The power is never over 1, so that it cannot overflow.
    let power = Double.exp(-abs(x))
    return x >= 0 ? 1 / (1 + power) : power / (1 + power)
  }

  private static func sigmoidSlope(_ x: Double) -> Double {
    let power = Double.exp(-abs(x))
    return power / ((1 + power) * (1 + power))
  }
}
