import RealModule

/// The elements whose indices are at most a radius away along all axes together, whatever the
/// spacing: a disc in 2-D.
package struct Ball: Sendable {
  /// r.
  package let radius: Int
  /// Number of elements.
  package let elementCount: Int
  /// How far it reaches along slices, rows and columns: 0 where the grid has no such axis.
  let reaches: (slices: Int, rows: Int, columns: Int)
  /// How far a row of it reaches to both sides, by distance in slices and rows; −1 for none.
  private let halfWidths: [Int]

  /// The ball of one radius for grids of some number of axes.
  package init(radius: Int, rank: Int) {
    self.radius = radius
    reaches = (rank >= 3 ? radius : 0, rank >= 2 ? radius : 0, radius)
    var halfWidths: [Int] = []
    var count = 0
    for slice in 0...reaches.slices {
      for row in 0...reaches.rows {
        let square = radius * radius - slice * slice - row * row
        // Exact: squares of radii are far below 2⁵³.
        let halfWidth = square < 0 ? -1 : Int(Double(square).squareRoot())
        halfWidths.append(halfWidth)
        count +=
          (slice == 0 ? 1 : 2) * (row == 0 ? 1 : 2) * (2 * halfWidth + 1) * (square < 0 ? 0 : 1)
      }
    }
    elementCount = count
    self.halfWidths = halfWidths
  }

  /// How far the row at some distance reaches to both sides; −1 for not at all.
  func halfWidth(slice: Int, row: Int) -> Int {
    halfWidths[abs(slice) * (reaches.rows + 1) + abs(row)]
  }
}

/// How much of the ball around each element lies inside the grid: the mean over the ball of a field
/// that is 1 inside and 0 beyond the border.
package struct BallCoverage {
  private let ball: Ball
  private let shape: (slices: Int, rows: Int, columns: Int)
  private var reach: SIMD4<Int>?
  /// How many elements of the ball in the current row's slices and rows lie at each distance in
  /// columns, and up to it.
  private let counts: UnsafeMutableBufferPointer<Double>
  private let sums: UnsafeMutableBufferPointer<Double>
  /// The columns that are asked for.
  private let columns: Range<Int>
  /// The coverage of the elements of the current row in those columns.
  package let row: UnsafeMutableBufferPointer<Double>

  /// How many numbers it needs memory for.
  package static func memoryCount(_ ball: Ball, columns: Range<Int>) -> Int {
    columns.count + 2 * (ball.radius + 1)
  }

  /// Prepares for some columns of the rows of a grid in memory of the caller.
  package init(
    _ ball: Ball, on grid: Grid, columns: Range<Int>, memory: UnsafeMutableBufferPointer<Double>
  ) {
    self.ball = ball
    self.columns = columns
    shape = grid.paddedShape
    func part(_ start: Int, _ count: Int) -> UnsafeMutableBufferPointer<Double> {
      UnsafeMutableBufferPointer(rebasing: memory[start..<(start + count)])
    }
    row = part(0, columns.count)
    counts = part(columns.count, ball.radius + 1)
    sums = part(columns.count + ball.radius + 1, ball.radius + 1)
  }

  /// Makes ``row`` that of one row of the grid.
  package mutating func move(toSlice slice: Int, row number: Int) {
    let (slices, rows) = (ball.reaches.slices, ball.reaches.rows)
    let reach = SIMD4(
      min(slices, slice), min(slices, shape.slices - 1 - slice),
      min(rows, number), min(rows, shape.rows - 1 - number))
    // It changes only near the border.
    if reach == self.reach { return }
    self.reach = reach
    count(slices: -reach[0]...reach[1], rows: -reach[2]...reach[3])
    let share = 1 / Double(ball.elementCount)
    for (place, column) in columns.enumerated() {
      let (left, right) = (min(ball.radius, column), min(ball.radius, shape.columns - 1 - column))
      row[place] = share * (sums[left] + sums[right] - counts[0])
    }
  }

  private func count(slices: ClosedRange<Int>, rows: ClosedRange<Int>) {
    counts.initialize(repeating: 0)
    for slice in slices {
      for row in rows {
        let halfWidth = ball.halfWidth(slice: slice, row: row)
        if halfWidth >= 0 { counts[halfWidth] += 1 }
      }
    }
    // A row that reaches to some distance has an element at each shorter one.
    for distance in stride(from: ball.radius - 1, through: 0, by: -1) {
      counts[distance] += counts[distance + 1]
    }
    var sum = 0.0
    for distance in 0...ball.radius {
      sum += counts[distance]
      sums[distance] = sum
    }
  }
}
