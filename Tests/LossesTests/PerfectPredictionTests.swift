import Losses
import RealModule
import TestSupport
import Testing

/// A perfect hard prediction has the least loss that there is.
@Suite struct PerfectPredictionTests {
  static let seed: UInt64 = 1805

  /// Losses of which a perfect prediction is not the least: published code with a wrong sign, and one
  /// that charges for confidence.
  static let rewardingErrors = [
    "combo-code-2019-10", "combo-code-2020-08", "neighbour-aware-calibration",
  ]

  /// The least value that a loss documents, where it is not 0, and how near to it the clamps and
  /// roots of the formula let a perfect prediction come.
  private func documentedMinimum(_ id: String, _ sample: Sample) -> (value: Double, margin: Double)
  {
    let count = Double(sample.grid.count)
    let truth = sample.truth.values
    switch id {
    case "combo", "combo-code-2019-06", "combo-code-2020-08": return (-0.5, 1e-6)
    case "exponential-logarithmic": return (0, 0.02)
    case "boundary-f1":
      let mask = Mask(sample.truth)
      return (mask.isEmpty || mask.isFull ? 1 : 0, 1e-6)
    case "boundary-difference-over-union":
      return (Mask(sample.truth).isEmpty ? 1 : 0, 1e-5)
    case "region-mutual-information":
      // Half of a logarithm that is between those of 5e-4 and 1e-3, and is weighted by one half.
      return (Double.log(5e-7) / 8, Double.log(2) / 8 + 1e-6)
    case "neighbour-aware-calibration":
      let logit = Double.log((1 - 1e-7) / 1e-7)
      let shares = sample.grid.boxShares(of: truth)
      let differences = zip(shares, truth).map { abs($0 - ($1 == 1 ? logit : -logit)) }
      return (0.1 * differences.reduce(0, +) / count, 1e-6)
    case "active-contour": return (meanLength(sample.truth), 1e-12)
    case "boundary":
      let mask = Mask(sample.truth)
      let depths = DistanceTransformTests.bruteForce(mask, to: false)
      let step = sample.grid.spacing.min() ?? 1
      let sum = zip(depths, truth).reduce(0) { $0 - ($1.1 == 1 ? $1.0 - step : 0) }
      return (mask.isFull || mask.isEmpty ? 0 : sum / count, 1e-12)
    case "level-set":
      let image = sample.imageValues()
      let variances = [1.0, 0].reduce(0) { total, side in
        let values = zip(image, truth).filter { $0.1 == side }.map(\.0)
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return total + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      }
      return (variances / count + 2e-3 * meanLength(sample.truth), 1e-6)
    default: return (0, 1e-5)
    }
  }

  /// Mean √(|∇g|² + 1e-7) by its definition.
  private func meanLength(_ map: ProbabilityMap) -> Double {
    let grid = map.grid
    let lengths = (0..<grid.count).map { index in
      let here = grid.coordinates(of: index)
      var square = 1e-7
      for axis in 0..<grid.rank where here[axis] + 1 < grid.shape[axis] {
        let difference = map.values[index + grid.strides[axis]] - map.values[index]
        square += (difference / grid.spacing[axis]) * (difference / grid.spacing[axis])
      }
      return square.squareRoot()
    }
    return lengths.reduce(0, +) / Double(grid.count)
  }

  @Test(arguments: Catalogue.standard.specifications.map(\.id))
  func isTheDocumentedMinimum(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    var random = SeededGenerator(seed: Self.seed)
    for truths in [RandomSamples.Truths.mixed, .single, .empty, .full] {
      let sample = try RandomSamples.sample(
        shape: [7, 8], predictions: .hard, truths: truths, using: &random)
      let perfect = try sample.replacingPrediction(with: sample.truth)
      let value = try loss.value(perfect)
      let (minimum, margin) = documentedMinimum(id, perfect)
      #expect(abs(value - minimum) <= margin, "\(id), \(truths), seed \(Self.seed)")
      guard !Self.rewardingErrors.contains(id) else { continue }
      // Two predictions with all of their contour near have one F1, but for the ε of the formula.
      let slack = id == "boundary-f1" ? 2e-7 : 1e-12
      #expect(try value <= loss.value(sample) + slack, "\(id), \(truths), seed \(Self.seed)")
    }
  }
}

extension Grid {
  /// The mean of a field over the 3 elements an axis around each element, by its definition; elements
  /// beyond the border are 0.
  fileprivate func boxShares(of field: [Double]) -> [Double] {
    (0..<count).map { index in
      let here = coordinates(of: index)
      let sum = (0..<count).filter { other in
        zip(coordinates(of: other), here).allSatisfy { abs($0 - $1) <= 1 }
      }.reduce(0) { $0 + field[$1] }
      return sum / Double.pow(3, Double(rank))
    }
  }
}
