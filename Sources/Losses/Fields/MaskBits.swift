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
    grid = mask.grid
    rowWords = Self.rowWords(grid)
    words = mask.elements.withUnsafeBufferPointer { elements in
      let source = FieldBuffer(buffer: elements)
      return Self.rows(mask.grid) { row, words in
        let elements = UnsafeRawBufferPointer(source[(row * columns)..<((row + 1) * columns)])
        for number in words.indices {
          words[number] = Self.word(
            UnsafeRawBufferPointer(rebasing: elements.dropFirst(64 * number).prefix(64)))
        }
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

  /// The words of all rows, each of which is written by itself.
  @inline(__always)
  private static func rows(
    _ grid: Grid, _ write: @Sendable (Int, UnsafeMutableBufferPointer<UInt64>) -> Void
  ) -> [UInt64] {
    let (slices, rows, _) = grid.paddedShape
    let rowWords = rowWords(grid)
    return arrayOfLargeField(count: slices * rows * rowWords) { words in
      let target = SendableBuffer(words)
      Parallelism.forEachPart(of: slices * rows, worthwhile: grid.count >= threadedCount) { part in
        for row in part {
          let words = target.buffer[(row * rowWords)..<((row + 1) * rowWords)]
          write(row, UnsafeMutableBufferPointer(rebasing: words))
        }
      }
    }
  }

  /// Up to 64 elements as bits. A byte of a `Bool` is 0 or 1.
  @inline(__always)
  private static func word(_ elements: UnsafeRawBufferPointer) -> UInt64 {
    var word: UInt64 = 0
    let eights = elements.count / 8
    for eight in 0..<eights {
      let bytes = UInt64(
        littleEndian: elements.loadUnaligned(fromByteOffset: 8 &* eight, as: UInt64.self))
      // The highest byte of the product has the bit of each byte, in their order.
      word |= ((bytes &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(8 &* eight)
    }
    for element in (8 * eights)..<elements.count {
      word |= UInt64(elements[element]) &<< UInt64(element)
    }
    return word
  }

  /// The elements with a face neighbour that is background or outside of the grid.
  package var boundary: MaskBits {
    let (slices, rows, _) = grid.paddedShape
    let (hasSlices, hasRows) = (grid.rank == 3, grid.rank > 1)
    let rowWords = rowWords
    let boundary = words.withUnsafeBufferPointer { words in
      let source = FieldBuffer(buffer: words)
      return Self.rows(grid) { line, target in
        func words(_ line: Int) -> UnsafeBufferPointer<UInt64> {
          source[(line * rowWords)..<((line + 1) * rowWords)]
        }
        let here = words(line)
        let (slice, row) = line.quotientAndRemainder(dividingBy: rows)
        if hasRows && (row == 0 || row == rows - 1)
          || hasSlices && (slice == 0 || slice == slices - 1)
        {
          _ = target.initialize(fromContentsOf: here)
          return
        }
        // Where an axis is missing, the row itself changes nothing.
        let (above, below) = hasRows ? (words(line - 1), words(line + 1)) : (here, here)
        let (front, behind) =
          hasSlices ? (words(line - rows), words(line + rows)) : (here, here)
        for number in 0..<rowWords {
          let word = here[number]
          let before = number > 0 ? here[number - 1] : 0
          let after = number + 1 < rowWords ? here[number + 1] : 0
          let inner =
            (word &<< 1 | before &>> 63) & (word &>> 1 | after &<< 63) & above[number]
            & below[number] & front[number] & behind[number]
          target[number] = word & ~inner
        }
      }
    }
    return MaskBits(boundary, on: grid)
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
