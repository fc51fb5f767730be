import Losses

/// Noisy images of a disc, with the truth.
///
/// The intensity is 1 inside the disc and 0 outside, plus normal noise. The radius is uniform within
/// 20 % of the mean radius, the centre uniform over the places where the disc does not touch the
/// border. Everything follows from the seed.
package struct SyntheticImages: Sendable {
  /// One image with its truth.
  package struct Example: Sendable {
    /// Intensities, row by row.
    package let image: ScalarField
    /// The disc.
    package let truth: ProbabilityMap
  }

  /// The largest radius as a multiple of the mean one.
  package static let largestRadius = 1.2

  private let grid: Grid
  private let radius: Double
  private let noise: Double

  /// - Parameters:
  ///   - grid: two axes of one length, over twice 1.2 times the radius plus 2.
  ///   - radius: the mean radius, in elements.
  ///   - noise: standard deviation of the noise; 1 is the contrast of the disc.
  package init(grid: Grid, radius: Double, noise: Double) {
    self.grid = grid
    self.radius = radius
    self.noise = noise
  }

  /// So many images, one after the other from one sequence of random numbers.
  package func examples(_ count: Int, using random: inout SeededGenerator) throws -> [Example] {
    try (0..<count).map { _ in try example(using: &random) }
  }

  private func example(using random: inout SeededGenerator) throws -> Example {
    let (rows, columns) = (grid.shape[0], grid.shape[1])
    let radius = radius * (0.8 + (Self.largestRadius - 0.8) * random.uniform())
    func position(_ extent: Int) -> Double {
      radius + 1 + random.uniform() * (Double(extent) - 1 - 2 * (radius + 1))
    }
    let centre = (row: position(rows), column: position(columns))
    let truth = (0..<grid.count).map { index in
      let row = Double(index / columns) - centre.row
      let column = Double(index % columns) - centre.column
      return row * row + column * column <= radius * radius ? 1.0 : 0.0
    }
    let image = truth.map { $0 + noise * random.normal() }
    return Example(
      image: try ScalarField(image, on: grid), truth: try ProbabilityMap(truth, on: grid))
  }
}
