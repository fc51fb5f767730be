import Losses

/// Grids and fields on which kernels are compared with their definitions.
package enum RandomFields {
  /// Grids of one to three axes, some of them of one element.
  package static func grids() throws -> [Grid] {
    try [
      Grid(shape: [1]), Grid(shape: [13], spacing: [0.3]),
      Grid(shape: [9, 12], spacing: [0.7, 1.9]),
      Grid(shape: [1, 7]), Grid(shape: [7, 1]), Grid(shape: [2, 2]),
      Grid(shape: [5, 6, 7], spacing: [2.5, 0.8, 1.1]), Grid(shape: [3, 1, 8]),
      Grid(shape: [1, 1, 1]),
    ]
  }

  package static func uniform(_ count: Int, using random: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in random.uniform() }
  }
}

extension Grid {
  /// The neighbour of an element at some offset, if it is inside the grid.
  package func neighbour(of index: Int, at offset: [Int]) -> Int? {
    let coordinates = zip(coordinates(of: index), offset).map { $0 + $1 }
    guard zip(coordinates, shape).allSatisfy({ $0 >= 0 && $0 < $1 }) else { return nil }
    return self.index(of: coordinates)
  }
}
