extension Mask {
  /// The skeleton: lines one element wide along the middle of the object.
  ///
  /// In two dimensions by Zhang and Suen (1984), in three by Lee, Kashyap and Chu (1994), element
  /// for element as scikit-image's `skeletonize`; in one dimension the mask itself, whose runs are
  /// lines already. The spacing does not matter. As with scikit-image's, a block of a few elements in
  /// a volume may vanish. The time is that of the contour's elements at every layer that is taken off,
  /// and of a sixty-fourth of all elements for each layer.
  package func skeleton() -> Mask {
    switch grid.rank {
    case 1: self
    case 2: PlaneThinning(self).thinned()
    default: VolumeThinning(self).thinned()
    }
  }
}

/// The elements of a mask as bits, with a frame of background around them, so that every element has
/// all its neighbours.
///
/// An element is known by the number of its bit; its neighbours have numbers that differ by 1, by
/// ``rowStride`` and by ``sliceStride``.
struct FramedBits {
  private let grid: Grid
  private let rowWords: Int
  private var words: [UInt64]
  /// Rows before the first slice and between two slices, of the frame.
  private let framedSlices: Int
  /// The words that hold foreground, from the first to the last.
  private var occupied = 0..<0

  /// How far apart neighbours in the rows and slices lie.
  let rowStride: Int
  let sliceStride: Int

  /// Frames a mask of two or three axes.
  init(_ mask: Mask) {
    let bits = MaskBits(mask)
    let shape = mask.grid.paddedShape
    grid = mask.grid
    framedSlices = mask.grid.rank == 3 ? 1 : 0
    rowWords = (shape.columns + 2 + 63) / 64
    rowStride = 64 * rowWords
    sliceStride = rowStride * (shape.rows + 2)
    // One more word before and behind, so that every word of foreground has all words beside it.
    words = [UInt64](
      repeating: 0, count: sliceStride / 64 * (shape.slices + 2 * framedSlices) + 2)
    for line in 0..<(shape.slices * shape.rows) {
      let start = firstWord(ofLine: line)
      var before: UInt64 = 0
      for number in 0..<bits.rowWords {
        let word = bits.words[line * bits.rowWords + number]
        words[start + number] = word &<< 1 | before &>> 63
        before = word
      }
      // The frame may need a word more than the row.
      if bits.rowWords < rowWords { words[start + bits.rowWords] = before &>> 63 }
    }
    let first = words.firstIndex { $0 != 0 } ?? 0
    occupied = first..<((words.lastIndex { $0 != 0 } ?? first - 1) + 1)
  }

  /// Where a row of the mask begins, counted over all slices.
  private func firstWord(ofLine line: Int) -> Int {
    let (slice, row) = line.quotientAndRemainder(dividingBy: grid.paddedShape.rows)
    return ((slice + framedSlices) * sliceStride + (row + 1) * rowStride) / 64 + 1
  }

  /// What is left, without the frame.
  var mask: Mask {
    let shape = grid.paddedShape
    let elements = arrayOfLargeField(count: grid.count) { elements in
      elements.initialize(repeating: false)
      for line in 0..<(shape.slices * shape.rows) {
        let start = firstWord(ofLine: line)
        for number in 0..<rowWords {
          Self.forEachBit(of: words[start + number]) { bit in
            elements[line * shape.columns + 64 * number + bit - 1] = true
          }
        }
      }
    }
    return Mask(unchecked: elements, on: grid)
  }

  /// Takes an element off.
  mutating func remove(_ element: Int) { words[element / 64] &= ~(1 &<< UInt64(element % 64)) }

  /// Takes the elements of so many words off.
  mutating func remove(_ elements: [UInt64]) {
    for number in words.indices { words[number] &= ~elements[number] }
  }

  /// The words of what is no foreground.
  var complement: [UInt64] { words.map(~) }

  /// An element with its neighbours before and behind it, as the lowest three bits.
  @inline(__always)
  func window(at element: Int) -> Int {
    words.withUnsafeBytes { bytes in
      let first = element &- 1
      let word = bytes.loadUnaligned(fromByteOffset: first &>> 3, as: UInt64.self)
      return Int(truncatingIfNeeded: UInt64(littleEndian: word) &>> UInt64(first & 7)) & 7
    }
  }

  /// Calls `body` with each element whose neighbour in one direction is background, in order.
  @inline(__always)
  func forEachElement(withoutNeighbourAt offset: Int, _ body: (Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      for number in occupied where words[number] != 0 {
        let word = words[number]
        let neighbours =
          switch offset {
          case 1: word &>> 1 | words[number &+ 1] &<< 63
          case -1: word &<< 1 | words[number &- 1] &>> 63
          default: words[number &+ offset / 64]
          }
        Self.forEachBit(of: word & ~neighbours) { body(64 &* number &+ $0) }
      }
    }
  }

  /// Calls `body` with the number of each word that has foreground, and the word, in order.
  @inline(__always)
  func forEachWord(_ body: (Int, UInt64) -> Void) {
    words.withUnsafeBufferPointer { words in
      for number in occupied where words[number] != 0 { body(number, words[number]) }
    }
  }

  @inline(__always)
  static func forEachBit(of word: UInt64, _ body: (Int) -> Void) {
    var rest = word
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
  }
}
