import Losses
import RealModule

/// A soft disc: p = 1 / (1 + e⁻ᶻ) with z = e^κ (r − ‖x − c‖) at the position x of an element.
///
/// The parameters are the centre c (row, column), the radius r and the logarithm κ of the sharpness.
/// Lengths are shares of the grid's extent, so that all four are of order 1. The disc starts with a
/// radius of a sixth of the grid whatever the object's, its edge as wide as two elements, and its
/// centre uniformly within a sixth of the grid of the object's centre.
package struct DiscProblem: TrainingProblem {
  private let loss: any Loss
  /// The truth; what losses derive from it is made once for all steps.
  private let scene: Sample
  private let extent: Double

  /// - Parameters:
  ///   - loss: what to minimise.
  ///   - truth: an object at the centre of a square grid.
  ///   - seed: of the start.
  package init(loss: any Loss, truth: ProbabilityMap, seed: UInt64) throws {
    self.loss = loss
    scene = try Sample(prediction: truth, truth: truth, seed: seed, servesManyPredictions: true)
    extent = Double(truth.grid.shape[0])
  }

  package var initialParameters: [Double] {
    var random = SeededGenerator(seed: scene.seed, stream: 2)
    // The root makes the distance uniform over the area.
    let distance = random.uniform().squareRoot() / 6
    let angle = 2 * Double.pi * random.uniform()
    let centre = Double(scene.grid.shape[0] / 2) / extent
    return [
      centre + distance * .sin(angle), centre + distance * .cos(angle), 1.0 / 6,
      .log(extent / 2),
    ]
  }

  package var gradientScale: Double { 1 }

  package func evaluation(at parameters: [Double]) throws -> Evaluation? {
    try sample(parameters).map { try Evaluation(loss, $0) }
  }

  package func gradient(at parameters: [Double]) throws -> [Double]? {
    guard let sample = try sample(parameters) else { return nil }
    let slopes = try logitGradient(loss, sample)
    let sharpness = Double.exp(parameters[3])
    var gradient = [0.0, 0.0, 0.0, 0.0]
    forEachElement(from: parameters) { index, row, column, distance in
      let slope = slopes[index] * sharpness
      // At the centre itself the distance has no slope.
      if distance > 0 {
        gradient[0] += slope * row / distance
        gradient[1] += slope * column / distance
      }
      gradient[2] += slope
      gradient[3] += slope * (parameters[2] - distance)
    }
    return gradient
  }

  private func sample(_ parameters: [Double]) throws -> Sample? {
    let sharpness = Double.exp(parameters[3])
    var logits = [Double](repeating: 0, count: scene.grid.count)
    forEachElement(from: parameters) { index, _, _, distance in
      logits[index] = sharpness * (parameters[2] - distance)
    }
    return try sigmoid(logits, on: scene.grid).map { try scene.replacingPrediction(with: $0) }
  }

  /// Each element with its offset and distance from the disc's centre.
  private func forEachElement(
    from parameters: [Double],
    _ body: (_ index: Int, _ row: Double, _ column: Double, _ distance: Double) -> Void
  ) {
    let columns = scene.grid.shape[1]
    for index in 0..<scene.grid.count {
      let row = Double(index / columns) / extent - parameters[0]
      let column = Double(index % columns) / extent - parameters[1]
      body(index, row, column, (row * row + column * column).squareRoot())
    }
  }
}
