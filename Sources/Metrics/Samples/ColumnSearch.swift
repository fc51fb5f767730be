import Losses

/// The search for the element of a mask that is nearest to one element of its grid.
struct ColumnSearch {
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
  /// Number of rows of ``RowsAround`` that were looked at, or are outside of the grid.
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
            let steps = steps(in: words, start &+ offset.words, below: columns, near)
            guard steps < columns else { continue }
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

  /// The columns to the nearest element of the row that begins with a word; the limit where there is none
  /// below it.
  @inline(__always)
  private func steps(
    in words: UnsafeBufferPointer<UInt64>, _ first: Int, below limit: Int, _ near: UInt64
  ) -> Int {
    guard limit <= Self.width else {
      return Self.farSteps(in: words[first..<(first &+ rowWords)], from: column, below: limit)
    }
    let window =
      (words[first &+ lower] &>> shift | (words[first &+ upper] &<< 1) &<< (63 &- shift)) & near
    guard window != 0 else { return limit }
    return min((window &>> 32).trailingZeroBitCount, (window &<< 31).leadingZeroBitCount)
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
