/// Thinning of a volume from six sides in turn (Lee, Kashyap and Chu 1994, "Building skeleton models
/// via 3-D medial surface/axis thinning algorithms").
///
/// From each side, all elements are found that can be taken off alone without a change of topology,
/// and are then taken off one after the other, in the order in which they are stored, where their
/// neighbours are still connected.
struct VolumeThinning {
  private var bits: FramedBits
  /// Where the neighbour lies at each face from which elements are taken off, in order.
  private let sides: [Int]

  /// Prepares a mask of three axes.
  init(_ mask: Mask) {
    bits = FramedBits(mask)
    let (slice, row) = (bits.sliceStride, bits.rowStride)
    let faces = [-row, row, 1, -1, slice, -slice]
    // As in scikit-image, a volume of one slice is not thinned from above and below.
    sides = mask.grid.shape[0] == 1 ? Array(faces.prefix(4)) : faces
  }

  /// The skeleton.
  consuming func thinned() -> Mask {
    var isChanging = true
    while isChanging {
      isChanging = false
      for side in sides where removeLayer(from: side) { isChanging = true }
    }
    return bits.mask
  }

  /// Takes off what can be taken off from one side; whether there was anything.
  private mutating func removeLayer(from side: Int) -> Bool {
    var candidates: [Int] = []
    bits.forEachElement(withoutNeighbourAt: side) { element in
      if neighbourhood(of: element).isRemovable { candidates.append(element) }
    }
    var isChanging = false
    for element in candidates where neighbourhood(of: element).isConnected {
      bits.remove(element)
      isChanging = true
    }
    return isChanging
  }

  @inline(__always)
  private func neighbourhood(of element: Int) -> Neighbourhood {
    func slice(_ middle: Int) -> Int {
      bits.window(at: middle &- bits.rowStride) | bits.window(at: middle) &<< 3
        | bits.window(at: middle &+ bits.rowStride) &<< 6
    }
    return Neighbourhood(
      front: slice(element &- bits.sliceStride), middle: slice(element),
      behind: slice(element &+ bits.sliceStride))
  }
}

/// Which of the 26 neighbours of an element are foreground.
private struct Neighbourhood {
  /// Bit 3 r + c for the neighbour r − 1 rows and c − 1 columns away, in the slices before, of and
  /// after the element.
  private let front: Int
  private let middle: Int
  private let behind: Int

  /// Takes the bits of all 27 elements, of which the one in the middle does not count.
  @inline(__always)
  init(front: Int, middle: Int, behind: Int) {
    self.front = front
    self.middle = middle & ~(1 &<< 4)
    self.behind = behind
  }

  /// All slices, one after the other.
  private var bits: UInt32 {
    UInt32(truncatingIfNeeded: front | middle &<< 9 | behind &<< 18)
  }

  /// Whether the element in the middle can go: it is not the end of a line, and neither the Euler
  /// characteristic nor the number of components around it changes.
  @inline(__always)
  var isRemovable: Bool {
    let bits = bits
    let isEnd = bits != 0 && bits & (bits &- 1) == 0
    return !isEnd && eulerChange == 0 && isConnected
  }

  /// By how much the element in the middle raises the Euler characteristic of the union of all
  /// elements, each a closed cube.
  ///
  /// It adds itself (−1) and those of its corners (+1), edges (−1) and faces (+1) that no neighbour
  /// has. This is column δG₂₆ of table 2 of the paper, summed over the octants and divided by 8. A
  /// corner, edge or face towards a slice is free where what of it is seen in that slice and in the
  /// middle one is free in both.
  @inline(__always)
  private var eulerChange: Int {
    let free = Self.freeParts[middle]
    return -1 + Self.sums[free & Self.freeParts[front]] + Self.sums[free & Self.freeParts[behind]]
      + Self.sumsInSlice[free]
  }

  /// Whether at most one component is left when the element in the middle goes.
  @inline(__always)
  var isConnected: Bool {
    let bits = bits
    var reached = bits & (0 &- bits)
    while true {
      // One step to all sides, along each axis in turn.
      var grown = reached | (reached &<< 1 & 0x6DB_6DB6) | (reached &>> 1 & 0x36D_B6DB)
      grown |= (grown &<< 3 & 0x7E3_F1F8) | (grown &>> 3 & 0x0FC_7E3F)
      grown |= grown &<< 9 | grown &>> 9
      grown &= bits
      if grown == reached { return reached == bits }
      reached = grown
    }
  }

  // MARK: - Tables

  /// For the nine elements of a slice, which of the parts seen in it are free of foreground: the four
  /// corners, each a square with the middle one (bits 0 … 3), the four sides with the middle one (bits
  /// 4 … 7), and the middle one alone (bit 8).
  private static let freeParts: [Int] = {
    let corners = [(0, 0), (0, 1), (1, 0), (1, 1)].map { row, column in
      [0, 1, 3, 4].reduce(0) { $0 | 1 << ($1 + 3 * row + column) }
    }
    let parts = corners + [1, 3, 5, 7].map { 1 << 4 | 1 << $0 } + [1 << 4]
    return (0..<512).map { slice in
      parts.indices.reduce(0) { $0 | (slice & parts[$1] == 0 ? 1 << $1 : 0) }
    }
  }()

  /// What free parts towards another slice add: corners and a face 1, edges −1.
  private static let sums = (0..<512).map { parts in
    (parts & 0x10F).nonzeroBitCount - (parts & 0xF0).nonzeroBitCount
  }

  /// What free parts within the slice of the element add: edges −1, faces 1.
  private static let sumsInSlice = (0..<512).map { parts in
    (parts & 0xF0).nonzeroBitCount - (parts & 0xF).nonzeroBitCount
  }
}
