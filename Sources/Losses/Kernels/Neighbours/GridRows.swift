/// The rows of a grid along its last axis, counted over all slices, and how they lie to each other.
///
/// What a row and its neighbours hold stays in the fastest cache while an operator works on it.
struct GridRows: Sendable {
  /// Where rows begin in memory.
  typealias RowPointers = UnsafeMutableBufferPointer<UnsafePointer<Double>?>

  /// Elements of a row.
  let length: Int
  /// Number of rows.
  let count: Int
  private let perSlice: Int

  init(_ grid: Grid) {
    let shape = grid.paddedShape
    (length, count, perSlice) = (shape.columns, shape.slices * shape.rows, shape.rows)
  }

  /// Calls `body` with the rows that touch a row along the axes.
  @inline(__always)
  func forEachBeside(_ row: Int, _ body: (Int) -> Void) {
    if row % perSlice > 0 { body(row - 1) }
    if row % perSlice < perSlice - 1 { body(row + 1) }
    if row >= perSlice { body(row - perSlice) }
    if row + perSlice < count { body(row + perSlice) }
  }

  /// Calls `body` with the rows that touch a row along the axes or by corners.
  @inline(__always)
  func forEachAround(_ row: Int, _ body: (Int) -> Void) {
    let (slice, place) = row.quotientAndRemainder(dividingBy: perSlice)
    for otherSlice in max(0, slice - 1)...min(count / perSlice - 1, slice + 1) {
      for otherPlace in max(0, place - 1)...min(perSlice - 1, place + 1)
      where otherSlice != slice || otherPlace != place {
        body(otherSlice * perSlice + otherPlace)
      }
    }
  }

  /// Writes where the rows that `forEachOther` gives are in a field.
  ///
  /// - Returns: how many there are.
  @inline(__always)
  func write(
    _ field: UnsafePointer<Double>, into others: RowPointers,
    _ forEachOther: ((Int) -> Void) -> Void
  ) -> Int {
    var number = 0
    forEachOther { other in
      others[number] = field + other * length
      number += 1
    }
    return number
  }

  /// Calls `body` with parts of the rows, on several threads where that is worth them, and memory for
  /// pointers to the rows around one and itself.
  @inline(__always)
  func forEachPart(_ body: @Sendable (Range<Int>, RowPointers) -> Void) {
    Parallelism.forEachPart(of: count, worthwhile: count * length >= Parallelism.cheapCount) {
      part in
      withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: 27) { others in
        others.initialize(repeating: nil)
        body(part, others)
      }
    }
  }
}
