/// Thinning of a volume from six sides in turn (Lee, Kashyap and Chu 1994, "Building skeleton models
/// via 3-D medial surface/axis thinning algorithms").
///
/// From each side, all elements are found that can be taken off alone without a change of topology,
/// and are then taken off one after the other where their neighbours are still connected. Only elements with background
/// at a face are looked at: a list that grows by the neighbours of what was taken off.
struct VolumeThinning {
  private var field: FramedElements
  private var surface: [Int] = []
  /// Where the neighbour lies at each face from which elements are taken off, in order.
  private let sides: [Int]
  /// Where the neighbours at all six faces lie.
  private let faces: [Int]

  /// Prepares a mask of three axes.
  init(_ mask: Mask) {
    field = FramedElements(mask)
    let (slice, row) = (field.sliceStride, field.rowStride)
    faces = [-row, row, 1, -1, slice, -slice]
    // As in scikit-image, a volume of one slice is not thinned from above and below.
    sides = mask.grid.shape[0] == 1 ? Array(faces.prefix(4)) : faces
    for index in field.states.indices
    where field.states[index] != FramedElements.State.background
      && faces.contains(where: { field.states[index + $0] == FramedElements.State.background })
    {
      list(index)
    }
  }

  /// The elements of the skeleton.
  consuming func thinned() -> [Bool] {
    var isChanging = true
    while isChanging {
      isChanging = false
      for side in sides where removeLayer(from: side) { isChanging = true }
    }
    return field.elements()
  }

  /// Takes off what can be taken off from one side; whether there was anything.
  private mutating func removeLayer(from side: Int) -> Bool {
    var candidates = surface.filter {
      field.states[$0 + side] == FramedElements.State.background
        && neighbourhood(at: $0).isRemovable
    }
    // Elements are taken off in the order in which they are stored.
    candidates.sort()
    var removed: [Int] = []
    for index in candidates where neighbourhood(at: index).isConnected {
      field.states[index] = FramedElements.State.background
      removed.append(index)
    }
    guard !removed.isEmpty else { return false }
    surface.removeAll { field.states[$0] == FramedElements.State.background }
    for index in removed {
      for offset in faces where field.states[index + offset] == FramedElements.State.inner {
        list(index + offset)
      }
    }
    return true
  }

  private mutating func list(_ index: Int) {
    field.states[index] = FramedElements.State.listed
    surface.append(index)
  }

  private func neighbourhood(at index: Int) -> Neighbourhood {
    field.states.withUnsafeBufferPointer { states in
      var bits: UInt32 = 0
      var bit = 0
      for slice in -1...1 {
        for row in -1...1 {
          let middle = index + slice * field.sliceStride + row * field.rowStride
          for neighbour in (middle - 1)...(middle + 1) {
            bits |= (states[neighbour] == FramedElements.State.background ? 0 : 1) << bit
            bit += 1
          }
        }
      }
      return Neighbourhood(bits)
    }
  }
}

/// Which of the 26 neighbours of an element are foreground.
private struct Neighbourhood {
  /// Bit 9 s + 3 r + c for the neighbour s − 1 slices, r − 1 rows and c − 1 columns away.
  private let bits: UInt32

  /// Takes the bits of all 27 elements, of which the middle one does not count.
  init(_ bits: UInt32) { self.bits = bits & ~(1 << 13) }

  /// Whether the element in the middle can go: it is not the end of a line, and neither the Euler
  /// characteristic nor the number of components around it changes.
  var isRemovable: Bool {
    bits.nonzeroBitCount != 1 && eulerChange == 0 && isConnected
  }

  /// By how much the element in the middle raises the Euler characteristic of the union of all
  /// elements, each a closed cube.
  ///
  /// It adds itself (−1) and those of its corners (+1), edges (−1) and faces (+1) that no neighbour
  /// has. This is column δG₂₆ of table 2 of the paper, summed over the octants and divided by 8.
  private var eulerChange: Int {
    var change = -1
    for cell in Self.cells where bits & cell.neighbours == 0 { change += cell.sign }
    return change
  }

  /// Whether at most one component is left when the element in the middle goes.
  var isConnected: Bool {
    guard bits != 0 else { return true }
    var reached: UInt32 = 0
    var frontier = bits & ~(bits - 1)
    while frontier != 0 {
      let bit = frontier.trailingZeroBitCount
      reached |= 1 << bit
      frontier = (frontier | Self.adjacent[bit] & bits) & ~reached
    }
    return reached == bits
  }

  /// A corner, edge or face of the element in the middle.
  private struct Cell {
    /// The neighbours that have it, too.
    let neighbours: UInt32
    /// What it adds to the Euler characteristic.
    let sign: Int
  }

  /// The coordinates of each of the 27 elements, −1 … 1 along each axis.
  private static let positions = (0..<27).map { SIMD3($0 / 9 - 1, $0 / 3 % 3 - 1, $0 % 3 - 1) }

  /// The corner, edge or face towards each neighbour, which it shares with all those that lie at no
  /// other side of the middle along any axis.
  private static let cells = positions.filter { $0 != .zero }.map { direction in
    let neighbours = mask { position in
      position != .zero
        && (0..<3).allSatisfy { position[$0] == 0 || position[$0] == direction[$0] }
    }
    let dimension = (0..<3).count { direction[$0] == 0 }
    return Cell(neighbours: neighbours, sign: dimension == 1 ? -1 : 1)
  }

  /// The elements that touch each of the 27, the middle one left out.
  private static let adjacent = positions.map { position in
    mask { other in
      other != .zero && (0..<3).allSatisfy { abs(other[$0] - position[$0]) <= 1 }
    }
  }

  private static func mask(_ isIncluded: (SIMD3<Int>) -> Bool) -> UInt32 {
    positions.indices.reduce(0) { $0 | (isIncluded(positions[$1]) ? 1 << UInt32($1) : 0) }
  }
}
