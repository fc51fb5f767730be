import Losses

/// The same slice of several masks on one grid: all of it in two dimensions, of a volume the middle one
/// through an object.
struct MaskSlices {
  /// Rows and columns of a part of a slice.
  struct View {
    let rows: Range<Int>
    let columns: Range<Int>
  }

  private let slices: [[Bool]]
  private let rowCount: Int
  private let columnCount: Int

  /// Takes the slices.
  ///
  /// - Parameters:
  ///   - masks: on one grid.
  ///   - object: the mask whose middle slice is taken.
  init(_ masks: [Mask], through object: Mask) {
    let shape = object.grid.shape
    rowCount = shape.count > 1 ? shape[shape.count - 2] : 1
    columnCount = shape.last ?? 1
    let size = rowCount * columnCount
    let slice = Self.middle(of: object.elements, size: size)
    let shown = (slice * size)..<((slice + 1) * size)
    slices = masks.map { Array($0.elements[shown]) }
  }

  /// The slice in the middle of a mask, of slices of so many elements.
  static func middle(of elements: [Bool], size: Int) -> Int {
    let first = (elements.firstIndex(of: true) ?? 0) / size
    let last = (elements.lastIndex(of: true) ?? 0) / size
    return (first + last) / 2
  }

  /// The smallest square view, as far as the grid goes, that shows every mask, with a margin.
  func view() -> View {
    var (rows, columns) = ((first: rowCount, last: -1), (first: columnCount, last: -1))
    for slice in slices {
      for index in slice.indices where slice[index] {
        let (row, column) = index.quotientAndRemainder(dividingBy: columnCount)
        rows = (min(rows.first, row), max(rows.last, row))
        columns = (min(columns.first, column), max(columns.last, column))
      }
    }
    let extent = max(rows.last - rows.first, columns.last - columns.first, 1)
    let margin = max(1, extent / 16)
    func range(_ bounds: (first: Int, last: Int), _ count: Int) -> Range<Int> {
      guard bounds.last >= 0 else { return 0..<count }
      let missing = extent - (bounds.last - bounds.first)
      let lower = max(0, bounds.first - missing / 2 - margin)
      return lower..<min(count, bounds.last + (missing + 1) / 2 + margin + 1)
    }
    return View(rows: range(rows, rowCount), columns: range(columns, columnCount))
  }

  /// The elements of a slice in a view, row by row.
  func pixels(_ index: Int, in view: View) -> [Bool] {
    view.rows.flatMap { row in
      view.columns.map { slices[index][row * columnCount + $0] }
    }
  }
}
