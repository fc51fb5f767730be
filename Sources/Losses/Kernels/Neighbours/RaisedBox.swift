/// The smallest box of a grid that holds all elements over the least value of a field, and their neighbours.
struct RaisedBox {
  /// The box as a grid of its own.
  let grid: Grid
  private let whole: Grid
  /// The first element along each axis.
  private let lower: [Int]

  /// `nil` where the box is the whole grid, or there is none.
  init?(of field: [Double], on grid: Grid) {
    guard let least = field.min() else { return nil }
    var (lower, upper) = (grid.shape, grid.shape.map { _ in -1 })
    let (width, strides) = (grid.shape.last ?? 1, grid.strides)
    for start in stride(from: 0, to: field.count, by: width) {
      let line = field[start..<(start + width)]
      guard let first = line.firstIndex(where: { $0 > least }),
        let last = line.lastIndex(where: { $0 > least })
      else { continue }
      for axis in grid.shape.indices {
        lower[axis] = min(lower[axis], first / strides[axis] % grid.shape[axis])
        upper[axis] = max(upper[axis], last / strides[axis] % grid.shape[axis])
      }
    }
    guard upper[0] >= 0 else { return nil }
    for axis in grid.shape.indices {
      lower[axis] = max(0, lower[axis] - 1)
      upper[axis] = min(grid.shape[axis] - 1, upper[axis] + 1)
    }
    let shape = zip(lower, upper).map { $1 - $0 + 1 }
    guard shape != grid.shape, let box = try? Grid(shape: shape, spacing: grid.spacing) else {
      return nil
    }
    (self.grid, self.lower, whole) = (box, lower, grid)
  }

  /// The elements of a field in the box.
  func part(of field: [Double]) -> [Double] {
    var part: [Double] = []
    part.reserveCapacity(grid.count)
    for line in lines { part += field[line] }
    return part
  }

  /// A field with so much in the box, and one number elsewhere.
  func field(of part: [Double], elsewhere value: Double) -> [Double] {
    var field = [Double](repeating: value, count: whole.count)
    var start = 0
    for line in lines {
      field.replaceSubrange(line, with: part[start..<(start + line.count)])
      start += line.count
    }
    return field
  }

  /// The lines of the box along the last axis, where they are stored in the whole grid.
  private var lines: [Range<Int>] {
    let width = grid.shape.last ?? 1
    let (own, strides) = (grid.strides, whole.strides)
    return stride(from: 0, to: grid.count, by: width).map { element in
      let start = grid.shape.indices.reduce(0) { start, axis in
        start + (element / own[axis] % grid.shape[axis] + lower[axis]) * strides[axis]
      }
      return start..<(start + width)
    }
  }
}
