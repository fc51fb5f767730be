import Losses

/// The distances of elements to the nearest one of a mask, found by looking outwards from each.
///
/// Rows are looked at in the order of their distance, 64 elements of them at once, until no further row
/// can hold a nearer element: a time that grows with the square of the distances (in a plane with the
/// distances), and no memory of the size of a field. Where that becomes more work than a distance
/// transform, the transform gives them; both are exact.
struct NearestElements {
  private let target: MaskBits
  /// Squares of the distances along each axis, by the number of steps.
  private let sliceSquares: [Double]
  private let rowSquares: [Double]
  private let columnSquares: [Double]
  private let squaredColumnSpacing: Double

  /// All rows in reach, the nearest first.
  private var offsets: [RowOffset] = []
  /// The square of the distance from which on there may be further rows.
  private var reach = 0.0

  /// How far off some rows are.
  private struct RowOffset {
    /// Slices and rows, to either side.
    let slices: Int
    let rows: Int
    /// The square of the least distance of an element of such a row.
    let square: Double
  }

  /// Prepares to look for the nearest element of a mask that is not empty.
  init(of target: MaskBits) {
    self.target = target
    let (slices, rows, columns) = target.grid.paddedShape
    let spacing = [Double](repeating: 1, count: 3 - target.grid.rank) + target.grid.spacing
    // In the order of operations of the distance transform, so that both give the same bits.
    func squares(_ extent: Int, _ spacing: Double, isFirst: Bool) -> [Double] {
      (0..<extent).map { steps in
        let steps = Double(steps)
        let length = steps * spacing
        return isFirst ? length * length : spacing * spacing * steps * steps
      }
    }
    sliceSquares = squares(slices, spacing[0], isFirst: true)
    rowSquares = squares(rows, spacing[1], isFirst: target.grid.rank == 2)
    columnSquares = squares(columns, spacing[2], isFirst: false)
    squaredColumnSpacing = spacing[2] * spacing[2]
  }

  /// The distance of each element of a mask on the same grid, in the order of the elements.
  static func distances(from elements: MaskBits, to target: MaskBits) -> [Double] {
    var search = NearestElements(of: target)
    return search.distances(from: elements) ?? transformed(from: elements, to: target)
  }

  private static func transformed(from elements: MaskBits, to target: MaskBits) -> [Double] {
    let field = target.mask.distanceToForeground()
    let columns = target.grid.paddedShape.columns
    var distances: [Double] = []
    distances.reserveCapacity(elements.foregroundCount)
    for row in 0..<elements.rowCount {
      elements.forEachColumn(ofRow: row) { distances.append(field[row * columns + $0]) }
    }
    return distances
  }

  /// The distances; `nil` where finding them takes more work than a distance transform would.
  private mutating func distances(from elements: MaskBits) -> [Double]? {
    // Looking at a row takes as long as half an element of the transform on one thread.
    var budget = elements.grid.count
    var distances: [Double] = []
    distances.reserveCapacity(elements.foregroundCount)
    let rows = elements.grid.paddedShape.rows
    for line in 0..<elements.rowCount {
      let (slice, row) = line.quotientAndRemainder(dividingBy: rows)
      elements.forEachColumn(ofRow: line) { column in
        guard budget >= 0 else { return }
        distances.append(
          square(slice: slice, row: row, column: column, &budget).squareRoot())
      }
      guard budget >= 0 else { return nil }
    }
    return distances
  }

  /// The square of the distance from one element; each row that is looked at takes one from a budget.
  @inline(__always)
  private mutating func square(
    slice: Int, row: Int, column: Int, _ budget: inout Int
  ) -> Double {
    let (slices, rows) = (sliceSquares.count, rowSquares.count)
    var best = Double.infinity
    // Elements so many columns off are no nearer than the best.
    var limit = columnSquares.count
    var number = 0
    while true {
      if number == offsets.count {
        guard reach < best, widen() else { return best }
        continue
      }
      let offset = offsets[number]
      guard offset.square < best else { return best }
      number += 1
      for sliceSide in 0..<(offset.slices == 0 ? 1 : 2) {
        let other = sliceSide == 0 ? slice + offset.slices : slice - offset.slices
        guard other >= 0, other < slices else { continue }
        for rowSide in 0..<(offset.rows == 0 ? 1 : 2) {
          let line = rowSide == 0 ? row + offset.rows : row - offset.rows
          guard line >= 0, line < rows else { continue }
          budget -= 1
          let steps = columnSteps(row: other * rows + line, from: column, below: limit)
          guard steps < limit else { continue }
          let square =
            sliceSquares[offset.slices] + columnSquares[steps] + rowSquares[offset.rows]
          guard square < best else { continue }
          best = square
          // One more than it takes, for the rounding of the root.
          let furthest = (best / squaredColumnSpacing).squareRoot() + 2
          if furthest < Double(limit) { limit = Int(furthest) }
        }
      }
    }
  }

  /// The columns to the nearest element of a row, on either side; `limit` where there is none below it.
  @inline(__always)
  private func columnSteps(row: Int, from column: Int, below limit: Int) -> Int {
    let rowWords = target.rowWords
    return target.words.withUnsafeBufferPointer { words in
      let first = row &* rowWords
      let (number, bit) = (column &>> 6, column & 63)
      let here = words[first &+ number]
      var nearest = limit
      let (right, left) = (here &>> UInt64(bit), here &<< UInt64(63 &- bit))
      if right != 0 { nearest = min(nearest, right.trailingZeroBitCount) }
      if left != 0 { nearest = min(nearest, left.leadingZeroBitCount) }
      var (other, gap) = (number &+ 1, 64 &- bit)
      while gap < nearest, other < rowWords {
        let word = words[first &+ other]
        if word != 0 {
          nearest = min(nearest, gap &+ word.trailingZeroBitCount)
          break
        }
        (other, gap) = (other &+ 1, gap &+ 64)
      }
      (other, gap) = (number &- 1, bit &+ 1)
      while gap < nearest, other >= 0 {
        let word = words[first &+ other]
        if word != 0 {
          nearest = min(nearest, gap &+ word.leadingZeroBitCount)
          break
        }
        (other, gap) = (other &- 1, gap &+ 64)
      }
      return nearest
    }
  }

  /// Doubles the reach; whether there were further rows.
  private mutating func widen() -> Bool {
    let last = (sliceSquares.last ?? 0) + (rowSquares.last ?? 0)
    guard reach <= last else { return false }
    // From eight steps of the wider of both axes on.
    let steps = max(sliceSquares.dropFirst().first ?? 0, rowSquares.dropFirst().first ?? 0)
    reach = reach == 0 ? max(64 * steps, .leastNonzeroMagnitude) : 4 * reach
    offsets.removeAll(keepingCapacity: true)
    for (slices, sliceSquare) in sliceSquares.enumerated() {
      for (rows, rowSquare) in rowSquares.enumerated() {
        let square = sliceSquare + rowSquare
        guard square < reach else { break }
        offsets.append(RowOffset(slices: slices, rows: rows, square: square))
      }
    }
    offsets.sort { ($0.square, $0.slices) < ($1.square, $1.slices) }
    return true
  }
}
