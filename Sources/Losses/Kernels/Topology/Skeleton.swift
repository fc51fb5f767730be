extension Mask {
  /// The skeleton: lines one element wide along the middle of the object.
  ///
  /// In two dimensions by Zhang and Suen (1984), in three by Lee, Kashyap and Chu (1994), element
  /// for element as scikit-image's `skeletonize`; in one dimension the mask itself, whose runs are
  /// lines already. The spacing does not matter. As with scikit-image's, a block of a few elements in
  /// a volume may vanish. The time is linear in the number of elements and in that of the contour's
  /// elements at every layer that is taken off.
  package func skeleton() -> Mask {
    switch grid.rank {
    case 1: self
    case 2: replacing(PlaneThinning(self).thinned())
    default: replacing(VolumeThinning(self).thinned())
    }
  }
}

/// The elements of a mask with a frame of background around them, so that every element has all its
/// neighbours.
struct FramedElements {
  /// What an element is while layers are taken off.
  enum State {
    static let background: UInt8 = 0
    /// Foreground that no layer has reached.
    static let inner: UInt8 = 1
    /// Foreground that is listed for removal.
    static let listed: UInt8 = 2
  }

  private let shape: (slices: Int, rows: Int, columns: Int)
  /// Elements of the frame before the first slice; a plane has none.
  private let framedSlices: Int

  /// `State` of each element in row-major order, frame included.
  var states: [UInt8]

  /// How far apart in storage neighbours in the rows and slices lie.
  let rowStride: Int
  let sliceStride: Int

  /// Frames a mask of two or three axes.
  init(_ mask: Mask) {
    shape = mask.grid.paddedShape
    framedSlices = mask.grid.rank == 3 ? 1 : 0
    rowStride = shape.columns + 2
    sliceStride = rowStride * (shape.rows + 2)
    states = [UInt8](
      repeating: State.background, count: sliceStride * (shape.slices + 2 * framedSlices))
    mask.elements.withUnsafeBufferPointer { elements in
      for (row, start) in rowStarts.enumerated() {
        for column in 0..<shape.columns where elements[row * shape.columns + column] {
          states[start + column] = State.inner
        }
      }
    }
  }

  /// Where the first element of each row is stored.
  private var rowStarts: [Int] {
    (0..<shape.slices).flatMap { slice in
      (0..<shape.rows).map { row in
        (slice + framedSlices) * sliceStride + (row + 1) * rowStride + 1
      }
    }
  }

  /// Which elements are foreground, without the frame.
  func elements() -> [Bool] {
    var result: [Bool] = []
    result.reserveCapacity(shape.slices * shape.rows * shape.columns)
    for start in rowStarts {
      for state in states[start..<(start + shape.columns)] {
        result.append(state != State.background)
      }
    }
    return result
  }
}
