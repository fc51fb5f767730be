import Losses
import RealModule

extension Mask {
  /// The elements that are, or are not, foreground, in row-major order. A grid has fewer than 2³²
  /// elements, and lists of them are large: half the bytes of an `Int` are enough.
  func indices(where isForeground: Bool) -> [UInt32] {
    var indices: [UInt32] = []
    indices.reserveCapacity(isForeground ? foregroundCount : grid.count - foregroundCount)
    elements.withUnsafeBufferPointer { elements in
      for index in 0..<elements.count where elements[index] == isForeground {
        indices.append(UInt32(index))
      }
    }
    return indices
  }

  /// The least and the greatest position along the last axis; the object has elements.
  var columnRange: Range<Int> {
    let columns = grid.shape[grid.rank - 1]
    let places = indices(where: true).map { Int($0) % columns }
    return (places.min() ?? 0)..<((places.max() ?? 0) + 1)
  }

  /// The object moved by whole elements along each axis; `nil` where it would reach the border.
  func shifted(by offset: [Int]) -> Mask? {
    var moved = [Bool](repeating: false, count: grid.count)
    for index in indices(where: true).map(Int.init) {
      let place = zip(grid.coordinates(of: index), offset).map { $0 + $1 }
      guard zip(place, grid.shape).allSatisfy({ $0 >= 1 && $0 < $1 - 1 || $1 == 1 }) else {
        return nil
      }
      moved[zip(place, grid.strides).reduce(0) { $0 + $1.0 * $1.1 }] = true
    }
    return replacing(moved)
  }

  /// Radius of the disc (ball) with as many elements as the object.
  var equivalentRadius: Double {
    Self.radius(ofSize: Double(foregroundCount), rank: grid.rank)
  }

  /// Radius of the disc (ball) with so many elements.
  static func radius(ofSize size: Double, rank: Int) -> Double {
    switch rank {
    case 1: size / 2
    case 2: (size / .pi).squareRoot()
    default: Double.root(3 * size / (4 * .pi), 3)
    }
  }
}

extension SeededGenerator {
  /// `elements` in random order.
  mutating func shuffled(_ elements: [UInt32]) -> [UInt32] {
    var elements = elements
    // The order of `permutation(of:)`, without the memory of the permutation.
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, index(below: last + 1))
    }
    return elements
  }
}

/// Squared distances, in the unit of the grid's spacing, to the mean position of an object.
struct CentroidDistance {
  private let grid: Grid
  private let strides: [Int]
  private let centroid: [Double]

  init(_ mask: Mask) {
    grid = mask.grid
    strides = mask.grid.strides
    var centroid = [Double](repeating: 0, count: mask.grid.rank)
    for index in mask.indices(where: true) {
      var remainder = Int(index)
      for axis in centroid.indices {
        centroid[axis] += Double(remainder / strides[axis]) / Double(mask.foregroundCount)
        remainder %= strides[axis]
      }
    }
    self.centroid = centroid
  }

  /// The squared distance of an element.
  func squared(_ index: UInt32) -> Double {
    var remainder = Int(index)
    var sum = 0.0
    for axis in centroid.indices {
      let offset = (Double(remainder / strides[axis]) - centroid[axis]) * grid.spacing[axis]
      sum += offset * offset
      remainder %= strides[axis]
    }
    return sum
  }
}
