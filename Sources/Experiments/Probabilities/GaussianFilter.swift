import Losses
import RealModule

/// The convolution of a field with a Gaussian, one axis after the other.
///
/// The Gaussian is cut at 4σ and normalised.
struct GaussianFilter: Sendable {
  /// What stands beyond the border.
  enum Border { case repeatsTheEdge, isPeriodic }

  /// Weights of the offsets 0 … 4σ on one side; the sum over both sides is 1.
  private let weights: [Double]
  private let border: Border

  /// - Parameters:
  ///   - sigma: σ in elements, above 0.
  ///   - border: what stands beyond the border.
  init(sigma: Double, border: Border) {
    let reach = Int((4 * sigma).rounded(.up))
    // The square of a tiny σ is 0, and 0 / 0 no number.
    let weights = (0...reach).map {
      $0 == 0 ? 1 : Double.exp(-Double($0 * $0) / (2 * sigma * sigma))
    }
    let sum = 2 * weights.reduce(0, +) - weights[0]
    self.weights = weights.map { $0 / sum }
    self.border = border
  }

  /// The sum of the squares of all weights along one axis: the variance that is left of white noise.
  var squaredSum: Double {
    2 * weights.reduce(0) { $0 + $1 * $1 } - weights[0] * weights[0]
  }

  /// Replaces the field by its convolution; another field is borrowed.
  func apply(to values: UnsafeMutableBufferPointer<Double>, on grid: Grid) {
    var copy = [Double](repeating: 0, count: values.count)
    for axis in 0..<grid.rank where grid.shape[axis] > 1 {
      copy.withUnsafeMutableBufferPointer { copy in
        _ = copy.update(fromContentsOf: values)
        convolve(
          UnsafeBufferPointer(copy), into: values, stride: grid.strides[axis],
          extent: grid.shape[axis])
      }
    }
  }

  private func convolve(
    _ source: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>,
    stride: Int, extent: Int
  ) {
    for block in Swift.stride(from: 0, to: source.count, by: stride * extent) {
      for position in 0..<extent {
        let row = block + position * stride
        for index in row..<(row + stride) { result[index] = weights[0] * source[index] }
        for offset in 1..<weights.count {
          let weight = weights[offset]
          let before = place(position - offset, extent) - position
          let after = place(position + offset, extent) - position
          for index in row..<(row + stride) {
            result[index] +=
              weight * (source[index + before * stride] + source[index + after * stride])
          }
        }
      }
    }
  }

  private func place(_ position: Int, _ extent: Int) -> Int {
    switch border {
    case .repeatsTheEdge: min(max(position, 0), extent - 1)
    case .isPeriodic: ((position % extent) + extent) % extent
    }
  }
}

/// A Gaussian field with mean 0 and standard deviation 1 whose elements at a distance r correlate by
/// exp(−r²/2ℓ²): white noise through a Gaussian of ℓ/√2. Opposite borders of the grid are neighbours, so
/// that it is the same everywhere.
struct NoiseField: Sendable {
  /// The values in row-major order.
  let values: [Double]

  /// - Parameters:
  ///   - length: ℓ in elements; 0 for white noise.
  ///   - grid: where.
  ///   - random: what draws it.
  init(length: Double, on grid: Grid, _ random: inout SeededGenerator) {
    var values = [Double](repeating: 0, count: grid.count)
    for index in values.indices { values[index] = random.normal() }
    if length > 0 {
      let filter = GaussianFilter(sigma: length / 2.squareRoot(), border: .isPeriodic)
      let axes = grid.shape.count { $0 > 1 }
      let scale = 1 / Double.pow(filter.squaredSum, axes).squareRoot()
      values.withUnsafeMutableBufferPointer { values in
        filter.apply(to: values, on: grid)
        for index in 0..<values.count { values[index] *= scale }
      }
    }
    self.values = values
  }
}
