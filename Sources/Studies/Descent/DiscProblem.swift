import Losses
import RealModule

/// Soft discs: p = 1 / (1 + e⁻ᶻ) with z = e^κ (r − ‖x − c‖) at the position x of an element; of several
/// classes a disc each, p = softmax z with z = 0 for the background.
///
/// The parameters of a disc are the centre c (row, column), the radius r and the logarithm κ of the
/// sharpness. Lengths are shares of the grid's extent, so that all four are of order 1. A disc starts with a
/// radius of a sixth of the grid whatever the object's, its edge as wide as two elements, and its
/// centre uniformly within a sixth of the grid of the object's centre.
package struct DiscProblem: TrainingProblem {
  private let loss: any Loss
  private let scene: TrainingScene
  /// Where the objects are, as shares of the extent.
  private let centres: [(row: Double, column: Double)]
  private let extent: Double

  /// - Parameters:
  ///   - loss: what to minimise.
  ///   - scene: objects on a square grid.
  ///   - centres: the element at the centre of each.
  package init(
    loss: any Loss, scene: TrainingScene, centres: [(row: Double, column: Double)]
  ) {
    self.loss = loss
    self.scene = scene
    let extent = Double(scene.grid.shape[0])
    self.extent = extent
    self.centres = centres.map { ($0.row / extent, $0.column / extent) }
  }

  package var initialParameters: [Double] {
    var random = SeededGenerator(seed: scene.seed, stream: 2)
    return centres.flatMap { centre in
      // The root makes the distance uniform over the area.
      let distance = random.uniform().squareRoot() / 6
      let angle = 2 * Double.pi * random.uniform()
      return [
        centre.row + distance * .sin(angle), centre.column + distance * .cos(angle), 1.0 / 6,
        .log(extent / 2),
      ]
    }
  }

  package var gradientScale: Double { 1 }

  package func evaluation(at parameters: [Double]) throws -> Evaluation? {
    try scene.sample(logits(parameters)).map { try Evaluation(loss, $0) }
  }

  package func gradient(at parameters: [Double]) throws -> [Double]? {
    guard let sample = try scene.sample(logits(parameters)) else { return nil }
    let slopes = try sample.gradient(of: loss).logits
    return centres.indices.flatMap { disc in
      gradient(disc, parameters, slopes: slopes[slice(disc)])
    }
  }

  /// Where the logits of a disc are among all.
  private func slice(_ disc: Int) -> Range<Int> {
    let count = scene.grid.count
    let first = (disc + (scene.outputs > 1 ? 1 : 0)) * count
    return first..<(first + count)
  }

  private func logits(_ parameters: [Double]) -> [Double] {
    var logits = [Double](repeating: 0, count: scene.outputs * scene.grid.count)
    for disc in centres.indices {
      let start = slice(disc).lowerBound
      let (radius, sharpness) = (parameters[4 * disc + 2], Double.exp(parameters[4 * disc + 3]))
      forEachElement(of: disc, parameters) { index, _, _, distance in
        logits[start + index] = sharpness * (radius - distance)
      }
    }
    return logits
  }

  private func gradient(
    _ disc: Int, _ parameters: [Double], slopes: ArraySlice<Double>
  ) -> [Double] {
    let (radius, sharpness) = (parameters[4 * disc + 2], Double.exp(parameters[4 * disc + 3]))
    var gradient = [0.0, 0.0, 0.0, 0.0]
    forEachElement(of: disc, parameters) { index, row, column, distance in
      let slope = slopes[slopes.startIndex + index] * sharpness
      // At the centre itself the distance has no slope.
      if distance > 0 {
        gradient[0] += slope * row / distance
        gradient[1] += slope * column / distance
      }
      gradient[2] += slope
      gradient[3] += slope * (radius - distance)
    }
    return gradient
  }

  /// Each element with its offset and distance from a disc's centre.
  private func forEachElement(
    of disc: Int, _ parameters: [Double],
    _ body: (_ index: Int, _ row: Double, _ column: Double, _ distance: Double) -> Void
  ) {
    let columns = scene.grid.shape[1]
    for index in 0..<scene.grid.count {
      let row = Double(index / columns) / extent - parameters[4 * disc]
      let column = Double(index % columns) / extent - parameters[4 * disc + 1]
      body(index, row, column, (row * row + column * column).squareRoot())
    }
  }
}
