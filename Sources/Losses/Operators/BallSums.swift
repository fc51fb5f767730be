/// Running sums along the rows of a field, from which the sum over any part of a row takes one
/// subtraction. Balls of all radii share them.
struct RowSums {
  /// How far a part of a row may reach past either end; the field is 0 there.
  let padding: Int
  private let columns: Int
  /// Number of running sums in a row, and from one row to the next.
  private let length: Int
  private let stride: Int
  private var sums: [Double]

  /// Room for a grid with `padding` elements of 0 at both ends of each row.
  init(_ grid: Grid, padding: Int) {
    let shape = grid.paddedShape
    self.init(columns: shape.columns, padding: padding, rows: shape.slices * shape.rows)
  }

  /// Running sums of a field that is 1 everywhere: one row that serves for all.
  init(onesOn grid: Grid, padding: Int) {
    self.init(columns: grid.paddedShape.columns, padding: padding, rows: nil)
    set(row: 0) { _ in 1 }
  }

  private init(columns: Int, padding: Int, rows: Int?) {
    self.columns = columns
    self.padding = padding
    length = columns + 2 * padding + 1
    stride = rows == nil ? 0 : length
    sums = [Double](repeating: 0, count: (rows ?? 1) * length)
  }

  /// Running sums of the rows of `values`.
  init(_ values: [Double], on grid: Grid, padding: Int) {
    self.init(grid, padding: padding)
    let columns = columns
    values.withUnsafeBufferPointer { values in
      for row in 0..<(values.count / columns) {
        set(row: row) { values[row * columns + $0] }
      }
    }
  }

  /// Takes the values of a row, counted over all slices, from a function of the column.
  @inline(__always)
  mutating func set(row: Int, _ value: (Int) -> Double) {
    let start = row * stride + padding
    let (columns, padding) = (columns, padding)
    sums.withUnsafeMutableBufferPointer { sums in
      var sum = 0.0
      for column in 0..<columns {
        sum += value(column)
        sums[start + column + 1] = sum
      }
      for past in 0..<padding {
        sums[start + columns + 1 + past] = sum
      }
    }
  }

  /// Gives `body` the running sums of a row: `sums[j + padding]` is the sum of all elements before
  /// column j.
  @inline(__always)
  func withRow<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    sums.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[(row * stride)..<(row * stride + length)]))
    }
  }
}

/// The mean over a ball around each element: the convolution with a disc (in 3-D a ball) whose
/// elements sum to 1. Beyond the border the field is 0.
///
/// The ball of radius r has the elements whose indices are at most r away, whatever the spacing. It
/// is a stack of parts of rows, and each takes one subtraction of ``RowSums``: the time per element
/// grows with the number of rows in the ball, which is 2r + 1 in 2-D and about π r² in 3-D, and not
/// with its π r² or 4/3 π r³ elements. With zeros beyond the border the convolution is its own
/// adjoint.
struct BallMean {
  /// r.
  let radius: Int
  /// Number of elements of the ball.
  let elementCount: Int

  private let slices: Int
  private let rows: Int
  private let columns: Int
  /// How far the ball reaches along the axes of slices and rows: 0 where the grid has no such axis.
  private let sliceReach: Int
  private let rowReach: Int
  /// How far the part of a row reaches to both sides, by distance in slices and rows; −1 for none.
  private let halfWidths: [Int]

  /// Prepares the ball of one radius for grids of one shape.
  init(_ grid: Grid, radius: Int) {
    self.radius = radius
    (slices, rows, columns) = grid.paddedShape
    sliceReach = grid.rank >= 3 ? radius : 0
    rowReach = grid.rank >= 2 ? radius : 0
    var halfWidths: [Int] = []
    var count = 0
    for slice in 0...sliceReach {
      for row in 0...rowReach {
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

  /// The padding that ``RowSums`` need for balls up to a radius. Parts that cover a row whole from
  /// each of its elements are cut to it.
  static func padding(_ grid: Grid, radius: Int) -> Int {
    min(radius, grid.paddedShape.columns - 1)
  }

  /// How many slices and rows of the ball around the elements of a row lie inside the grid. Rows
  /// that agree in this have the same sums of a constant field.
  func reach(row number: Int) -> SIMD4<Int> {
    let (slice, row) = number.quotientAndRemainder(dividingBy: rows)
    return SIMD4(
      min(sliceReach, slice), min(sliceReach, slices - 1 - slice),
      min(rowReach, row), min(rowReach, rows - 1 - row))
  }

  /// Writes into `line` the sums (not means) over the balls around the elements of a row, counted
  /// over all slices.
  func sums(_ field: RowSums, row: Int, into line: UnsafeMutableBufferPointer<Double>) {
    line.update(repeating: 0)
    addSums(field, row: row, to: line)
  }

  /// Adds the sums (not means) over the balls around all elements to `result`.
  func addSums(_ field: RowSums, to result: UnsafeMutableBufferPointer<Double>) {
    for row in 0..<(slices * rows) {
      let range = (row * columns)..<((row + 1) * columns)
      addSums(field, row: row, to: UnsafeMutableBufferPointer(rebasing: result[range]))
    }
  }

  private func addSums(
    _ field: RowSums, row number: Int, to line: UnsafeMutableBufferPointer<Double>
  ) {
    let (slice, row) = number.quotientAndRemainder(dividingBy: rows)
    for otherSlice in max(0, slice - sliceReach)...min(slices - 1, slice + sliceReach) {
      let table = abs(otherSlice - slice) * (rowReach + 1)
      let first = otherSlice * rows
      for offset in 0...rowReach {
        let halfWidth = min(halfWidths[table + offset], columns - 1)
        if halfWidth < 0 { break }
        let (above, below) = (row - offset, row + offset)
        if offset > 0, above >= 0, below < rows {
          addPair(field, first + above, first + below, halfWidth, to: line)
        } else if above >= 0 {
          add(field, first + above, halfWidth, to: line)
        } else if below < rows {
          add(field, first + below, halfWidth, to: line)
        } else {
          break
        }
      }
    }
  }

  /// Adds parts of one row.
  private func add(
    _ field: RowSums, _ row: Int, _ halfWidth: Int, to line: UnsafeMutableBufferPointer<Double>
  ) {
    let (left, right) = (field.padding - halfWidth, field.padding + halfWidth + 1)
    field.withRow(row) { sums in
      for column in 0..<line.count {
        line[column] += sums[column + right] - sums[column + left]
      }
    }
  }

  /// Adds parts of two rows at the same distance at once, which halves the traffic on `line`.
  private func addPair(
    _ field: RowSums, _ first: Int, _ second: Int, _ halfWidth: Int,
    to line: UnsafeMutableBufferPointer<Double>
  ) {
    let (left, right) = (field.padding - halfWidth, field.padding + halfWidth + 1)
    field.withRow(first) { first in
      field.withRow(second) { second in
        for column in 0..<line.count {
          line[column] +=
            (first[column + right] - first[column + left])
            + (second[column + right] - second[column + left])
        }
      }
    }
  }

  /// The mean over the ball around each element of a field.
  func means(of values: [Double], on grid: Grid) -> [Double] {
    let field = RowSums(values, on: grid, padding: Self.padding(grid, radius: radius))
    var result = [Double](repeating: 0, count: values.count)
    result.withUnsafeMutableBufferPointer { result in
      addSums(field, to: result)
      for index in 0..<result.count { result[index] /= Double(elementCount) }
    }
    return result
  }
}
