/// Part of a grid, padded to three axes, between two corners.
struct Box: Hashable, Sendable {
  /// Slices, rows and columns of the part.
  var slices: Range<Int>
  var rows: Range<Int>
  var columns: Range<Int>

  /// The whole grid.
  init(_ grid: Grid) {
    let shape = grid.paddedShape
    (slices, rows, columns) = (0..<shape.slices, 0..<shape.rows, 0..<shape.columns)
  }

  /// The smallest part that holds all elements that matter, and so many beside it as the grid has; `nil`
  /// where none matters.
  @inline(__always)
  init?(around matters: (Int) -> Bool, on grid: Grid, margin: Int) {
    let shape = grid.paddedShape
    var bounds = [Range<Int>](repeating: 0..<0, count: 3)
    func widen(_ axis: Int, by range: Range<Int>) {
      let known = bounds[axis]
      bounds[axis] =
        known.isEmpty
        ? range
        : min(known.lowerBound, range.lowerBound)..<max(known.upperBound, range.upperBound)
    }
    for row in 0..<(shape.slices * shape.rows) {
      let start = row * shape.columns
      guard let first = (0..<shape.columns).first(where: { matters(start + $0) }) else { continue }
      let last = (first..<shape.columns).last { matters(start + $0) } ?? first
      widen(0, by: (row / shape.rows)..<(row / shape.rows + 1))
      widen(1, by: (row % shape.rows)..<(row % shape.rows + 1))
      widen(2, by: first..<(last + 1))
    }
    guard !bounds[0].isEmpty else { return nil }
    func widened(_ range: Range<Int>, _ extent: Int) -> Range<Int> {
      max(0, range.lowerBound - margin)..<min(extent, range.upperBound + margin)
    }
    slices = widened(bounds[0], shape.slices)
    rows = widened(bounds[1], shape.rows)
    columns = widened(bounds[2], shape.columns)
  }

  /// The part from the first to the last of the given ranges, counted from the start of `outer`.
  init(slices: Range<Int>, rows: Range<Int>, columns: Range<Int>, within outer: Box) {
    func shifted(_ range: Range<Int>, _ offset: Int) -> Range<Int> {
      (range.lowerBound + offset)..<(range.upperBound + offset)
    }
    self.slices = shifted(slices, outer.slices.lowerBound)
    self.rows = shifted(rows, outer.rows.lowerBound)
    self.columns = shifted(columns, outer.columns.lowerBound)
  }

  /// The parts of three axes, the slowest first.
  var ranges: [Range<Int>] { [slices, rows, columns] }

  /// Number of elements.
  var count: Int { slices.count * rows.count * columns.count }

  /// Where a row of this box starts in a box around it, both counted over all slices.
  @inline(__always)
  func start(ofRow row: Int, within outer: Box) -> Int {
    let (slice, row) = row.quotientAndRemainder(dividingBy: max(1, rows.count))
    let outerSlice = slice + slices.lowerBound - outer.slices.lowerBound
    let outerRow = row + rows.lowerBound - outer.rows.lowerBound
    return (outerSlice * outer.rows.count + outerRow) * outer.columns.count
      + columns.lowerBound - outer.columns.lowerBound
  }

  /// The row of this box that lies in a row of a box around it, both counted over all slices; `nil`
  /// where there is none.
  @inline(__always)
  func row(in outerRow: Int, of outer: Box) -> Int? {
    let (slice, row) = outerRow.quotientAndRemainder(dividingBy: outer.rows.count)
    guard slices.contains(slice + outer.slices.lowerBound),
      rows.contains(row + outer.rows.lowerBound)
    else { return nil }
    return (slice + outer.slices.lowerBound - slices.lowerBound) * rows.count
      + row + outer.rows.lowerBound - rows.lowerBound
  }

  /// Calls `body` with parts of all rows, counted over all slices, on several threads.
  @inline(__always)
  func forEachPartOfRows(_ body: @Sendable (Range<Int>) -> Void) {
    Parallelism.forEachPart(
      of: slices.count * rows.count, worthwhile: count >= Parallelism.cheapCount, body)
  }
}
