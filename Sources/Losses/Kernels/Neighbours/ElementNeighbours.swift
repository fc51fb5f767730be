/// The elements around each element of a grid.
struct ElementNeighbours: Sendable {
  private let shape: (slices: Int, rows: Int, columns: Int)
  private let rank: Int

  init(_ grid: Grid) {
    shape = grid.paddedShape
    rank = grid.rank
  }

  /// Calls `body` with an element and its neighbours along the axes.
  @inline(__always)
  func forEachBeside(_ index: Int, _ body: (Int) -> Void) {
    let (slice, row, column) = place(of: index)
    body(index)
    if column > 0 { body(index - 1) }
    if column < shape.columns - 1 { body(index + 1) }
    if row > 0 { body(index - shape.columns) }
    if row < shape.rows - 1 { body(index + shape.columns) }
    if slice > 0 { body(index - shape.columns * shape.rows) }
    if slice < shape.slices - 1 { body(index + shape.columns * shape.rows) }
  }

  /// Where the largest of the box of three elements an axis around an element is: of equal ones the first
  /// in storage.
  func indexOfLargest(around index: Int, in values: [Double]) -> Int {
    let (slice, row, column) = place(of: index)
    var (largest, source) = (-Double.infinity, index)
    for otherSlice in max(0, slice - 1)...min(shape.slices - 1, slice + 1) {
      for otherRow in max(0, row - 1)...min(shape.rows - 1, row + 1) {
        let start = (otherSlice * shape.rows + otherRow) * shape.columns
        for other in max(0, column - 1)...min(shape.columns - 1, column + 1)
        where values[start + other] > largest {
          (largest, source) = (values[start + other], start + other)
        }
      }
    }
    return source
  }

  /// Calls `body` with the elements that (E u)ᵢ of `CrossMinimum` has its value from, and with each one's
  /// part of a slope.
  @inline(__always)
  func forEachSourceOfMinimum(
    at index: Int, in values: [Double], slope: Double, _ body: (Int, Double) -> Void
  ) {
    let (slice, row, column) = place(of: index)
    let plane = shape.columns * shape.rows
    let inSlices = firstLeast(slice, shape.slices, plane, at: index, in: values)
    let inRows = firstLeast(row, shape.rows, shape.columns, at: index, in: values)
    let inColumns = firstLeast(column, shape.columns, 1, at: index, in: values)
    // Along an axis that the grid has not, nothing is smallest.
    let ofSlices = rank > 2 ? values[inSlices] : .infinity
    let ofRows = rank > 1 ? values[inRows] : .infinity
    let columnShare = share(of: slope, values[inColumns], before: min(ofSlices, ofRows))
    let rest = slope - columnShare
    let rowShare = share(of: rest, ofRows, before: ofSlices)
    if columnShare != 0 { body(inColumns, columnShare) }
    if rowShare != 0 { body(inRows, rowShare) }
    if rest - rowShare != 0 { body(inSlices, rest - rowShare) }
  }

  /// How much of a slope the minimum of an axis has, given the least of the axes before.
  @inline(__always)
  private func share(of slope: Double, _ value: Double, before: Double) -> Double {
    value < before ? slope : value == before ? slope / 2 : 0
  }

  /// Where the smallest of the three elements along an axis is: of equal ones the first.
  @inline(__always)
  private func firstLeast(
    _ position: Int, _ extent: Int, _ stride: Int, at index: Int, in values: [Double]
  ) -> Int {
    var source = index
    if position > 0, values[index - stride] <= values[source] { source = index - stride }
    if position < extent - 1, values[index + stride] < values[source] { source = index + stride }
    return source
  }

  @inline(__always)
  private func place(of index: Int) -> (slice: Int, row: Int, column: Int) {
    let (line, column) = index.quotientAndRemainder(dividingBy: shape.columns)
    let (slice, row) = line.quotientAndRemainder(dividingBy: shape.rows)
    return (slice, row, column)
  }
}
