import CKernels

/// Which elements of a grid are foreground, one bit each, so that 64 of them are looked at at once.
///
/// Every row begins with a word of its own, its first element the lowest bit of it; what the last word
/// has beyond the row is 0.
package struct MaskBits: Sendable {
  /// Shape and spacing.
  package let grid: Grid
  /// Number of words of a row.
  package let rowWords: Int
  /// The words of all rows of all slices, one row after the other.
  package let words: [UInt64]

  /// From this number of elements on, several threads share the work.
  private static let threadedCount = 1 << 20

  /// Takes the elements of a mask.
  package init(_ mask: Mask) {
    let columns = mask.grid.paddedShape.columns
    let (grid, rowWords) = (mask.grid, Self.rowWords(mask.grid))
    (self.grid, self.rowWords) = (grid, rowWords)
    words = mask.elements.withUnsafeBytes { elements in
      let source = FieldBuffer(buffer: elements.bindMemory(to: UInt8.self))
      return Self.words(of: grid) { part, words in
        guard let elements = source.buffer.baseAddress else { return }
        ck_pack_bits(
          words + part.lowerBound * rowWords, elements + part.lowerBound * columns, part.count,
          columns)
      }
    }
  }

  private init(_ words: [UInt64], on grid: Grid) {
    self.grid = grid
    self.words = words
    rowWords = Self.rowWords(grid)
  }

  private static func rowWords(_ grid: Grid) -> Int { (grid.paddedShape.columns + 63) / 64 }

  /// Number of rows of all slices.
  package var rowCount: Int { words.count / rowWords }

  /// The words of all rows, which `write` is given with the rows that it is to write.
  @inline(__always)
  private static func words(
    of grid: Grid, _ write: @Sendable (Range<Int>, UnsafeMutablePointer<UInt64>) -> Void
  ) -> [UInt64] {
    let (slices, rows, _) = grid.paddedShape
    return arrayOfLargeField(count: slices * rows * rowWords(grid)) { words in
      let target = SendableBuffer(words)
      Parallelism.forEachPart(of: slices * rows, worthwhile: grid.count >= threadedCount) { part in
        if let words = target.buffer.baseAddress { write(part, words) }
      }
    }
  }

  /// The elements with a face neighbour that is background or outside of the grid.
  package var boundary: MaskBits {
    let (_, rows, columns) = grid.paddedShape
    let rowWords = rowWords
    let lastColumn: UInt64 = 1 &<< UInt64((columns - 1) % 64)
    let boundary = words.withUnsafeBufferPointer { words in
      let source = FieldBuffer(buffer: words)
      return Self.words(of: grid) { part, target in
        guard let words = source.buffer.baseAddress else { return }
        var line = part.lowerBound
        while line < part.upperBound {
          let end = min(endOfInnerRows(from: line), part.upperBound)
          let (here, result) = (words + line * rowWords, target + line * rowWords)
          guard end > line else {
            result.update(from: here, count: rowWords)
            line += 1
            continue
          }
          // Where an axis is missing, the row itself changes nothing.
          let beside = grid.rank > 1 ? rowWords : 0
          let across = grid.rank == 3 ? rows * rowWords : 0
          ck_boundary(
            result, here, here - beside, here + beside, here - across, here + across,
            (end - line) * rowWords)
          // Rows follow each other in memory, and not in the grid.
          for start in stride(from: 0, to: (end - line) * rowWords, by: rowWords) {
            result[start] |= here[start] & 1
            result[start + rowWords - 1] |= here[start + rowWords - 1] & lastColumn
          }
          line = end
        }
      }
    }
    return MaskBits(boundary, on: grid)
  }

  /// The end of the rows from one on that have rows on all sides; the row itself where it has not.
  private func endOfInnerRows(from line: Int) -> Int {
    let (slices, rows, _) = grid.paddedShape
    let (slice, row) = line.quotientAndRemainder(dividingBy: rows)
    if grid.rank == 3 && (slice == 0 || slice == slices - 1) || grid.rank > 1 && row == 0 {
      return line
    }
    return grid.rank > 1 ? (slice + 1) * rows - 1 : line + 1
  }

  /// Number of foreground elements.
  package var foregroundCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Calls `body` with the column of each foreground element of a row, in order.
  @inline(__always)
  package func forEachColumn(ofRow row: Int, _ body: (Int) -> Void) {
    for number in 0..<rowWords {
      var word = words[row * rowWords + number]
      while word != 0 {
        body(64 * number + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
  }

  /// The same elements, one `Bool` each.
  package var mask: Mask {
    let columns = grid.paddedShape.columns
    let elements = arrayOfLargeField(count: grid.count) { elements in
      elements.initialize(repeating: false)
      for row in 0..<rowCount {
        forEachColumn(ofRow: row) { elements[row * columns + $0] = true }
      }
    }
    return Mask(unchecked: elements, on: grid)
  }
}
