import Losses
import Synchronization

/// The distances of elements to the nearest one of a mask, found by looking outwards from each.
///
/// Rows are looked at in the order of their distance, 64 elements of them at once, until no further row
/// can hold a nearer element: a time that grows with the square of the distances (in a plane with the
/// distances), and no memory of the size of a field. Where that becomes more work than a distance
/// transform, the transform gives them; both are exact.
struct NearestElements {
  private let target: MaskBits
  private let axes: AxisSquares
  /// How many rows may still be looked at, by all copies together.
  private let budget: Budget
  /// The rows in reach.
  private var rows: RowsAround

  private final class Budget: Sendable {
    let looks: Atomic<Int>
    init(_ looks: Int) { self.looks = Atomic(looks) }
  }

  /// Prepares to look for the nearest element of a mask that is not empty.
  private init(of target: MaskBits) {
    self.target = target
    axes = AxisSquares(target.grid)
    rows = RowsAround(axes, rowWords: target.rowWords)
    // An element of a distance transform takes longer than looking at two rows, wherever they are.
    budget = Budget(2 * target.grid.count)
  }

  /// Into so many parts each side is cut, which threads share.
  private static let parts = 8

  /// The distance of each element of either mask to the nearest one of the other, in the order of the
  /// elements; both lie on one grid, and neither is empty.
  static func distances(
    between first: MaskBits, and second: MaskBits
  ) -> (fromFirst: [Double], fromSecond: [Double]) {
    let sides = [(first, Self(of: second)), (second, Self(of: first))]
    let parts = Self.parts
    var found = [[Double]?](repeating: nil, count: 2 * parts)
    found.withUnsafeMutableBufferPointer { found in
      let found = SendableBuffer(found)
      Parallelism.forEachShare(
        of: 2 * parts, worthwhile: Parallelism.partCount(first.grid.count) > 1
      ) { share in
        for number in share {
          let (elements, search) = sides[number / parts]
          let (part, lines) = (number % parts, elements.rowCount)
          found.buffer[number] = search.distances(
            from: elements, rows: (part * lines / parts)..<((part + 1) * lines / parts))
        }
      }
    }
    let distances = sides.indices.map { side in
      let found = found[(side * parts)..<((side + 1) * parts)].compactMap(\.self)
      return found.count == parts
        ? Array(found.joined()) : transformed(from: sides[side].0, to: sides[1 - side].0)
    }
    return (distances[0], distances[1])
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

  /// The distances of the elements of some rows; `nil` where finding all takes more work than a distance
  /// transform would.
  private func distances(from elements: MaskBits, rows lines: Range<Int>) -> [Double]? {
    var rows = rows
    var distances: [Double] = []
    for line in lines {
      var before: (column: Int, distance: Double)?
      for number in 0..<elements.rowWords {
        var work = 0
        let word = line &* elements.rowWords &+ number
        var rest = elements.words[word]
        let common = rest & target.words[word]
        while rest != 0 {
          let bit = rest.trailingZeroBitCount
          let column = 64 &* number &+ bit
          rest &= rest &- 1
          var distance = 0.0
          if common &>> UInt64(truncatingIfNeeded: bit) & 1 == 0 {
            // No element is farther off than the one that is nearest to its neighbour.
            let bound = before.map { $0.distance + Double(column &- $0.column) * axes.spacing }
            var search = ColumnSearch(
              line: line, column: column, below: bound, target: target, axes)
            while !search.look(at: rows.offsets, in: target.words, axes),
              rows.reach < search.best, rows.widen(axes)
            {}
            distance = search.best.squareRoot()
            // Far off, a look at a row goes over many words.
            work &+= search.looks &* (1 &+ Int(distance / axes.spacing) / 32)
          }
          before = (column, distance)
          distances.append(distance)
        }
        guard work == 0 || budget.looks.subtract(work, ordering: .relaxed).newValue >= 0 else {
          return nil
        }
      }
    }
    return distances
  }
}
