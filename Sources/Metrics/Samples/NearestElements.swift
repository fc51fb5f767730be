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
      var looks = 0
      var before: (column: Int, distance: Double)?
      for number in 0..<elements.rowWords {
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
            looks &+= search.looks
            distance = search.best.squareRoot()
          }
          before = (column, distance)
          distances.append(distance)
        }
      }
      guard looks == 0 || budget.looks.subtract(looks, ordering: .relaxed).newValue >= 0 else {
        return nil
      }
    }
    return distances
  }
}

/// Squares of distances along each axis, by the number of steps.
private struct AxisSquares {
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
private struct RowsAround {
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
                words: (slices * axes.rows.count + rows) * rowWords, sliceSquare: sliceSquare, rowSquare: rowSquare,
                square: square))
          }
        }
      }
    }
    offsets.sort { ($0.square, $0.slices, $0.rows) < ($1.square, $1.slices, $1.rows) }
    return true
  }
}

/// The search from one element.
private struct ColumnSearch {
  private let slice: Int
  private let row: Int
  private let column: Int
  private let rowWords: Int
  /// The words of a row that hold the 32 columns before the one and the 31 after it, and how far they are
  /// shifted for it to become bit 32. Where the row does not have one, another stands for it.
  private let lower: Int
  private let upper: Int
  private let shift: UInt64
  /// The columns among them that the row has.
  private let present: UInt64

  /// Elements so many columns off are no nearer than the best.
  private var columns: Int
  /// Number of rows of ``RowsAround`` that were looked at.
  private(set) var looks = 0
  /// The square of the distance of the nearest element so far, or what it is less than.
  private(set) var best: Double

  /// Up to this number of columns, two words hold all that matters.
  private static let width = 32

  /// Prepares a search for an element that is no farther off than a bound, but for its rounding.
  @inline(__always)
  init(line: Int, column: Int, below bound: Double?, target: MaskBits, _ axes: AxisSquares) {
    (slice, row) = line.quotientAndRemainder(dividingBy: axes.rows.count)
    (self.column, rowWords) = (column, target.rowWords)
    let start = column &- Self.width
    let number = start &>> 6
    (lower, upper) = (max(number, 0), min(number &+ 1, rowWords &- 1))
    shift = UInt64(truncatingIfNeeded: start & 63)
    present =
      (start < 0 ? UInt64.max &<< UInt64(truncatingIfNeeded: 0 &- start) : .max)
      & (number &+ 1 < rowWords ? .max : UInt64.max &>> shift)
    best = bound.map { $0 * $0 * (1 + 0x1p-30) } ?? .infinity
    columns = Self.columns(below: best, axes, axes.columns.count)
  }

  /// A number of columns within which all elements are whose distance has a smaller square.
  @inline(__always)
  private static func columns(below square: Double, _ axes: AxisSquares, _ limit: Int) -> Int {
    // One more than it takes, for the rounding of the root.
    let furthest = square.squareRoot() / axes.spacing + 2
    return furthest < Double(limit) ? Int(furthest) : limit
  }

  /// Looks at rows; whether none that comes after them can have a nearer element.
  @inline(never)
  mutating func look(
    at offsets: [RowsAround.Offset], in words: [UInt64], _ axes: AxisSquares
  ) -> Bool {
    var (best, columns, looks, near) = (best, columns, looks, near(columns))
    defer { (self.best, self.columns, self.looks) = (best, columns, looks) }
    let (slices, rows) = (UInt(axes.slices.count), UInt(axes.rows.count))
    let start = (slice &* Int(bitPattern: rows) &+ row) &* rowWords
    // A little more, for the rounding of sums in another order of operations.
    var above = best * (1 + 0x1p-40)
    return offsets.withUnsafeBufferPointer { offsets in
      words.withUnsafeBufferPointer { words in
        axes.columns.withUnsafeBufferPointer { columnSquares in
          while looks < offsets.count {
            let offset = offsets[looks]
            guard offset.square < best else { return true }
            looks &+= 1
            guard UInt(bitPattern: slice &+ offset.slices) < slices,
              UInt(bitPattern: row &+ offset.rows) < rows
            else { continue }
            if offset.square + columnSquares[columns &- 1] > above {
              repeat {
                columns &-= 1
              } while offset.square + columnSquares[columns &- 1] > above
              near = self.near(columns)
            }
            let first = start &+ offset.words
            let steps: Int
            if columns <= Self.width {
              let window =
                words[first &+ lower] &>> shift
                | (words[first &+ upper] &<< 1) &<< (63 &- shift)
              guard window & near != 0 else { continue }
              let (right, left) = ((window & near) &>> 32, (window & near) &<< 31)
              steps = min(right.trailingZeroBitCount, left.leadingZeroBitCount)
            } else {
              steps = Self.farSteps(
                in: words[first..<(first &+ rowWords)], from: column, below: columns)
              guard steps < columns else { continue }
            }
            let square = offset.sliceSquare + columnSquares[steps] + offset.rowSquare
            guard square < best else { continue }
            best = square
            above = best * (1 + 0x1p-40)
            // Few columns are taken off one by one, without a root.
            if columns > Self.width { columns = Self.columns(below: best, axes, columns) }
            near = self.near(columns)
          }
          return false
        }
      }
    }
  }

  /// The bits of a window that may hold a nearer element.
  @inline(__always)
  private func near(_ columns: Int) -> UInt64 {
    guard columns <= Self.width else { return 0 }
    let (excess, first) = (65 &- 2 &* columns, 33 &- columns)
    return (UInt64.max &>> UInt64(truncatingIfNeeded: excess))
      &<< UInt64(truncatingIfNeeded: first) & present
  }

  /// The columns from one to the nearest element of a row, on either side; the limit where there is none
  /// below it.
  @inline(never)
  private static func farSteps(
    in row: Slice<UnsafeBufferPointer<UInt64>>, from column: Int, below limit: Int
  ) -> Int {
    let words = UnsafeBufferPointer(rebasing: row)
    let (number, bit) = (column &>> 6, column & 63)
    let (right, left) = (words[number] &>> UInt64(bit), words[number] &<< UInt64(63 &- bit))
    var nearest = limit
    if right != 0 { nearest = min(nearest, right.trailingZeroBitCount) }
    if left != 0 { nearest = min(nearest, left.leadingZeroBitCount) }
    var (other, gap) = (number &+ 1, 64 &- bit)
    while gap < nearest, other < words.count {
      if words[other] != 0 {
        nearest = min(nearest, gap &+ words[other].trailingZeroBitCount)
        break
      }
      (other, gap) = (other &+ 1, gap &+ 64)
    }
    (other, gap) = (number &- 1, bit &+ 1)
    while gap < nearest, other >= 0 {
      if words[other] != 0 {
        nearest = min(nearest, gap &+ words[other].leadingZeroBitCount)
        break
      }
      (other, gap) = (other &- 1, gap &+ 64)
    }
    return nearest
  }
}
