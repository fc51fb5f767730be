import Losses

/// Squares of distances along each axis, by the number of steps.
struct AxisSquares {
  let slices: [Double]
  let rows: [Double]
  let columns: [Double]
  /// The distance of neighbouring columns.
  let spacing: Double

  init(_ grid: Grid) {
    let shape = grid.paddedShape
    let spacing = [Double](repeating: 1, count: 3 - grid.rank) + grid.spacing
    // In the order of operations of the distance transform, so that both give the same bits.
    func squares(_ extent: Int, _ spacing: Double, isFirst: Bool) -> [Double] {
      (0..<extent).map { steps in
        let steps = Double(steps)
        let length = steps * spacing
        return isFirst ? length * length : spacing * spacing * steps * steps
      }
    }
    slices = squares(shape.slices, spacing[0], isFirst: true)
    rows = squares(shape.rows, spacing[1], isFirst: grid.rank == 2)
    columns = squares(shape.columns, spacing[2], isFirst: false)
    self.spacing = spacing[2]
  }
}

/// The rows around one, the nearest first, as far as they were needed.
struct RowsAround {
  /// How far off a row is.
  struct Offset {
    let slices: Int
    let rows: Int
    /// From the words of the one to those of the other.
    let words: Int
    /// The square of the distance along each of both axes.
    let sliceSquare: Double
    let rowSquare: Double
    /// The square of the least distance of an element of such a row.
    let square: Double
  }

  private(set) var offsets: [Offset] = []
  /// The square of the distance from which on there may be further rows.
  private(set) var reach = 0.0

  private let rowWords: Int

  init(_ axes: AxisSquares, rowWords: Int) {
    self.rowWords = rowWords
    _ = widen(axes)
  }

  /// Doubles the reach; whether there may be further rows.
  mutating func widen(_ axes: AxisSquares) -> Bool {
    let last = (axes.slices.last ?? 0) + (axes.rows.last ?? 0)
    guard reach <= last else { return false }
    // From eight steps of the wider of both axes on.
    let steps = max(axes.slices.dropFirst().first ?? 0, axes.rows.dropFirst().first ?? 0)
    reach = reach == 0 ? max(64 * steps, .leastNonzeroMagnitude) : 4 * reach
    offsets.removeAll(keepingCapacity: true)
    for (slices, sliceSquare) in axes.slices.enumerated() {
      for (rows, rowSquare) in axes.rows.enumerated() {
        let square = sliceSquare + rowSquare
        guard square < reach else { break }
        // Both sides, or none.
        for slices in stride(from: -slices, through: slices, by: max(1, 2 * slices)) {
          for rows in stride(from: -rows, through: rows, by: max(1, 2 * rows)) {
            offsets.append(
              Offset(
                slices: slices, rows: rows,
                words: (slices * axes.rows.count + rows) * rowWords, sliceSquare: sliceSquare,
                rowSquare: rowSquare,
                square: square))
          }
        }
      }
    }
    offsets.sort { ($0.square, $0.slices, $0.rows) < ($1.square, $1.slices, $1.rows) }
    return true
  }
}
