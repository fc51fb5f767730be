import Losses
import Testing

/// Distances on grids on which elements may be near to the other side and far from it, beside a definition
/// axis by axis.
@Suite struct DistanceBitsTests {
  /// The squared distances to the other side along the slowest axis, then along the fastest and the middle one,
  /// each the smallest of rounded sums.
  private static func definition(_ mask: Mask) -> [Double] {
    var axes = zip(mask.grid.shape, mask.grid.spacing).filter { $0.0 > 1 }
    // A single axis counts as the fastest.
    if axes.count == 1 { axes.insert((1, 1), at: 0) }
    let strides = axes.indices.map { axis in axes[(axis + 1)...].reduce(1) { $0 * $1.0 } }
    var squares = [Double](repeating: .infinity, count: mask.grid.count)
    for axis in [0] + (1..<axes.count).reversed() {
      let (extent, spacing) = axes[axis]
      let before = squares
      for element in squares.indices {
        let place = element / strides[axis] % extent
        var least = Double.infinity
        for other in 0..<extent {
          let (offset, neighbour) = (place - other, element + (other - place) * strides[axis])
          let isOther = mask.elements[neighbour] != mask.elements[element]
          if axis == 0 {
            let length = Double(abs(offset)) * spacing
            if isOther { least = min(least, length * length) }
          } else {
            let height = isOther ? 0 : before[neighbour]
            least = min(least, height + spacing * spacing * Double(offset) * Double(offset))
          }
        }
        squares[element] = least
      }
    }
    return squares.map { $0.squareRoot() }
  }

  /// A ball, a thin line or nothing, with a share of elements turned over.
  private static func mask(on grid: Grid, using random: inout SeededGenerator) throws -> Mask {
    let share = [0, 0.0005, 0.005, 0.05, 0.3][random.index(below: 5)]
    let radius = [0, 0.05, 0.2, 0.45][random.index(below: 4)] * Double(grid.shape.max() ?? 1)
    let centre = grid.shape.map { Double($0) * random.uniform() }
    return try Mask(
      (0..<grid.count).map { index in
        let square = zip(grid.coordinates(of: index), centre).reduce(0) { sum, pair in
          sum + (Double(pair.0) - pair.1) * (Double(pair.0) - pair.1)
        }
        return (square < radius * radius) != (random.uniform() < share)
      }, on: grid)
  }

  @Test(arguments: [
    [300], [45, 150], [150, 45], [3, 61], [1, 64, 1], [6, 40, 50], [30, 5, 37], [4, 83, 16],
  ])
  func areSmallestOfRoundedSums(shape: [Int]) throws {
    var random = SeededGenerator(seed: 2020, stream: UInt64(shape.reduce(7) { $0 &* 31 &+ $1 }))
    for round in 0..<24 {
      let spacing = round % 2 == 0 ? shape.map { _ in 1.0 } : [3, 0.8, 0.7].suffix(shape.count)
      let mask = try Self.mask(on: Grid(shape: shape, spacing: spacing), using: &random)
      guard !mask.isEmpty && !mask.isFull else { continue }
      let label = "seed 2020, round \(round), \(mask.grid)"
      let expected = Self.definition(mask)
      #expect(mask.unsignedDistance() == expected, "\(label)")
      let signed = zip(mask.elements, expected).map { $0 ? -$1 : $1 }
      #expect(mask.signedDistance() == signed, "\(label)")
      let outside = zip(mask.elements, expected).map { $0 ? 0 : $1 }
      #expect(mask.distanceToForeground() == outside, "\(label)")
    }
  }
}
