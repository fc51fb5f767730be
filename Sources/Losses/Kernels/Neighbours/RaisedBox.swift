/// The smallest box of a grid that holds some elements and their neighbours, such as all over the least value of
/// a field.
struct RaisedBox {
  /// The box as a grid of its own.
  let grid: Grid
  private let box: Box
  private let whole: Box

  /// `nil` where the box is the whole grid, or there is none.
  init?(of field: [Double], on grid: Grid) {
    guard let least = field.min() else { return nil }
    self.init(around: { field[$0] > least }, on: grid)
  }

  /// `nil` where the box is the whole grid, or no element matters.
  @inline(__always)
  init?(around matters: (Int) -> Bool, on grid: Grid) {
    let whole = Box(grid)
    guard let box = Box(around: matters, on: grid, margin: 1), box != whole,
      let part = try? Grid(
        shape: box.ranges.suffix(grid.rank).map(\.count), spacing: grid.spacing)
    else { return nil }
    (self.grid, self.box, self.whole) = (part, box, whole)
  }

  /// The elements of a field in the box.
  func part<Element>(of field: [Element]) -> [Element] {
    var part: [Element] = []
    part.reserveCapacity(box.count)
    for row in rows { part += field[row] }
    return part
  }

  /// A field with so much in the box, and one value elsewhere.
  func field<Element>(of part: [Element], elsewhere value: Element) -> [Element] {
    var field = [Element](repeating: value, count: whole.count)
    var start = 0
    for row in rows {
      field.replaceSubrange(row, with: part[start..<(start + row.count)])
      start += row.count
    }
    return field
  }

  /// Where the rows of the box are stored in the whole grid.
  private var rows: [Range<Int>] {
    (0..<(box.slices.count * box.rows.count)).map { row in
      let start = box.start(ofRow: row, within: whole)
      return start..<(start + box.columns.count)
    }
  }
}
