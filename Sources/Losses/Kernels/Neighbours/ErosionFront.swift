/// Erosions by `CrossMinimum` of a field of which few elements change, and what openings leave out of it.
///
/// An element can change only where a neighbour along an axis, or the element itself, has changed in the
/// erosion before, and an opening leaves something out only where an element changes: of all others the
/// box around them still has their value. Each erosion therefore looks at the elements around those of the
/// one before, whatever the size of the field, and gives the same digits as one of the whole field.
struct ErosionFront {
  private let shape: (slices: Int, rows: Int, columns: Int)
  private var field: [Double]
  /// The elements that the last erosion has changed.
  private var changed: [Int]
  private var isSeen: [Bool]

  /// The share of elements up to which a front is faster than whole fields, which are eroded eight
  /// elements at a time.
  static let share = 1.0 / 16

  /// Goes on after an erosion.
  ///
  /// - Parameters:
  ///   - eroded: the field after it.
  ///   - earlier: the field before it.
  init(of eroded: [Double], after earlier: [Double], on grid: Grid) {
    shape = grid.paddedShape
    field = eroded
    changed = eroded.indices.filter { eroded[$0] != earlier[$0] }
    isSeen = [Bool](repeating: false, count: eroded.count)
  }

  /// Whether no further erosion changes anything.
  var isDone: Bool { changed.isEmpty }

  /// Erodes once more, and adds what an opening leaves out to a skeleton, as `OpeningResidues` does.
  mutating func erode(addingTo skeleton: inout [Double]) {
    var candidates: [Int] = []
    for index in changed {
      forEachBeside(index) { other in
        if !isSeen[other] {
          isSeen[other] = true
          candidates.append(other)
        }
      }
    }
    var earlier: [(index: Int, value: Double)] = []
    var smaller: [Double] = []
    for index in candidates {
      isSeen[index] = false
      var least = field[index]
      forEachBeside(index) { least = min(least, field[$0]) }
      guard least < field[index] else { continue }
      earlier.append((index, field[index]))
      smaller.append(least)
    }
    for (element, value) in zip(earlier, smaller) { field[element.index] = value }
    for (index, value) in earlier {
      let residue = value - largestAround(index)
      guard residue > 0 else { continue }
      skeleton[index] += max(0, residue - skeleton[index] * residue)
    }
    changed = earlier.map(\.index)
  }

  /// Calls `body` with an element and its neighbours along the axes.
  @inline(__always)
  private func forEachBeside(_ index: Int, _ body: (Int) -> Void) {
    let (line, column) = index.quotientAndRemainder(dividingBy: shape.columns)
    let (slice, row) = line.quotientAndRemainder(dividingBy: shape.rows)
    body(index)
    if column > 0 { body(index - 1) }
    if column < shape.columns - 1 { body(index + 1) }
    if row > 0 { body(index - shape.columns) }
    if row < shape.rows - 1 { body(index + shape.columns) }
    if slice > 0 { body(index - shape.columns * shape.rows) }
    if slice < shape.slices - 1 { body(index + shape.columns * shape.rows) }
  }

  /// The largest of the box of three elements an axis around an element.
  private func largestAround(_ index: Int) -> Double {
    let (line, column) = index.quotientAndRemainder(dividingBy: shape.columns)
    let (slice, row) = line.quotientAndRemainder(dividingBy: shape.rows)
    var largest = -Double.infinity
    for otherSlice in max(0, slice - 1)...min(shape.slices - 1, slice + 1) {
      for otherRow in max(0, row - 1)...min(shape.rows - 1, row + 1) {
        let start = (otherSlice * shape.rows + otherRow) * shape.columns
        for other in max(0, column - 1)...min(shape.columns - 1, column + 1) {
          largest = max(largest, field[start + other])
        }
      }
    }
    return largest
  }
}
