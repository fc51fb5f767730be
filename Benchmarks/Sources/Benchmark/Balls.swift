import Losses

/// Balls at random places of a grid, with radii of 4 to 12 % of its first extent.
struct Balls {
  private var balls: [(centre: [Double], radius: Double)]

  /// Number of balls.
  var count: Int { balls.count }

  init(_ count: Int, in shape: [Int], using random: inout SeededGenerator) {
    balls = (0..<count).map { _ in
      (
        centre: shape.map { Double($0) * (0.15 + 0.7 * random.uniform()) },
        radius: Double(shape[0]) * (0.04 + 0.08 * random.uniform())
      )
    }
  }

  /// The same balls farther along the last axis.
  func moved(by distance: Double) -> Balls {
    var moved = self
    for number in balls.indices {
      moved.balls[number].centre[balls[number].centre.count - 1] += distance
    }
    return moved
  }

  /// How deep inside the nearest ball a point is, of all or of every `step`-th one; negative outside of them.
  func depth(_ point: [Double], from first: Int = 0, by step: Int = 1) -> Double {
    var deepest = -Double.infinity
    for number in stride(from: first, to: balls.count, by: step) {
      var square = 0.0
      for axis in point.indices {
        let distance = point[axis] - balls[number].centre[axis]
        square += distance * distance
      }
      deepest = max(deepest, balls[number].radius - square.squareRoot())
    }
    return deepest
  }
}

/// The coordinates of elements in the order of storage.
struct Coordinates {
  private let shape: [Int]
  private(set) var values: [Double]

  init(_ shape: [Int]) {
    self.shape = shape
    values = shape.map { _ in 0 }
  }

  /// Goes to the next element.
  mutating func advance() {
    var axis = shape.count - 1
    while axis >= 0 {
      values[axis] += 1
      if axis == 0 || values[axis] < Double(shape[axis]) { break }
      values[axis] = 0
      axis -= 1
    }
  }
}
