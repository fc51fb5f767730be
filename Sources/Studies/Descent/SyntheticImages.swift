import Experiments
import Losses
import Texts

/// Noisy images of a disc, or of one for each of several classes, with the truth.
///
/// The intensity is 0 outside the discs and k / (K − 1) inside that of class k of K, the background being
/// class 0, so that it is 1 inside a single one, plus normal noise. The radius is uniform within
/// 20 % of the mean radius, the centre uniform over the places where the disc does not touch the
/// border; all are drawn again where two discs have a common element. Everything follows from the seed.
package struct SyntheticImages: Sendable {
  /// One image with its truth.
  package struct Example: Sendable {
    /// Intensities, row by row.
    package let image: ScalarField
    /// The discs, class 1 first.
    package let classes: [Mask]
  }

  /// The largest radius as a multiple of the mean one.
  package static let largestRadius = 1.2

  private let grid: Grid
  private let radii: [Double]
  private let noise: Double

  /// - Parameters:
  ///   - grid: two axes of one length, over twice 1.2 times the radius plus 2.
  ///   - radii: the mean radius of each disc, in elements.
  ///   - noise: standard deviation of the noise; 1 is the contrast of the disc.
  package init(grid: Grid, radii: [Double], noise: Double) {
    self.grid = grid
    self.radii = radii
    self.noise = noise
  }

  /// So many images, one after the other from one sequence of random numbers.
  package func examples(_ count: Int, using random: inout SeededGenerator) throws -> [Example] {
    try (0..<count).map { _ in try example(using: &random) }
  }

  /// Logits that tell the classes of an element apart.
  var outputs: Int { radii.count == 1 ? 1 : radii.count + 1 }

  private func example(using random: inout SeededGenerator) throws -> Example {
    let labels = try labels(using: &random)
    let image = labels.map { Double($0) / Double(radii.count) + noise * random.normal() }
    return Example(
      image: try ScalarField(image, on: grid),
      classes: try radii.indices.map { number in
        try Mask(labels.map { $0 == number + 1 }, on: grid)
      })
  }

  /// So often are places drawn before there is said to be no room.
  private static let attempts = 10_000

  /// The class of each element.
  ///
  /// - Throws: `ConfigurationError` where no places are found.
  private func labels(using random: inout SeededGenerator) throws -> [Int] {
    for _ in 0..<Self.attempts {
      if let labels = drawnLabels(using: &random) { return labels }
    }
    throw ConfigurationError.outOfRange(
      "the radii of the discs of one image",
      value: radii.map { shortNumber($0) }.joined(separator: ", "),
      expected: "discs that find room beside each other on \(grid.shape[0]) x \(grid.shape[1])")
  }

  private func drawnLabels(using random: inout SeededGenerator) -> [Int]? {
    let (rows, columns) = (grid.shape[0], grid.shape[1])
    var labels = [Int](repeating: 0, count: grid.count)
    for (number, mean) in radii.enumerated() {
      let radius = mean * (0.8 + (Self.largestRadius - 0.8) * random.uniform())
      func position(_ extent: Int) -> Double {
        radius + 1 + random.uniform() * (Double(extent) - 1 - 2 * (radius + 1))
      }
      let centre = (row: position(rows), column: position(columns))
      for index in labels.indices {
        let row = Double(index / columns) - centre.row
        let column = Double(index % columns) - centre.column
        guard row * row + column * column <= radius * radius else { continue }
        guard labels[index] == 0 else { return nil }
        labels[index] = number + 1
      }
    }
    return labels
  }
}
