/// Thinning of a plane by two alternating passes, each of which takes elements off two sides at once
/// (Zhang and Suen 1984, "A fast parallel algorithm for thinning digital patterns").
///
/// Only elements with background around them are looked at: a list that grows by the neighbours of
/// what was taken off.
struct PlaneThinning {
  private var field: FramedElements
  private var contour: [Int] = []
  /// Where the eight neighbours of an element are stored: clockwise from the upper left, in the
  /// order of the bits of a pattern.
  private let neighbours: [Int]

  /// Prepares a mask of two axes.
  init(_ mask: Mask) {
    field = FramedElements(mask)
    let row = field.rowStride
    neighbours = [-row - 1, -row, -row + 1, 1, row + 1, row, row - 1, -1]
    for index in field.states.indices
    where field.states[index] != FramedElements.State.background && pattern(at: index) != 0xFF {
      list(index)
    }
  }

  /// The elements of the skeleton.
  consuming func thinned() -> [Bool] {
    var isChanging = true
    while isChanging {
      isChanging = false
      for pass in [ThinningPasses.first, .second] {
        let removable = contour.filter { Self.table[pattern(at: $0)].contains(pass) }
        guard !removable.isEmpty else { continue }
        isChanging = true
        remove(removable)
      }
    }
    return field.elements()
  }

  private mutating func remove(_ elements: [Int]) {
    for index in elements { field.states[index] = FramedElements.State.background }
    contour.removeAll { field.states[$0] == FramedElements.State.background }
    for index in elements {
      for offset in neighbours where field.states[index + offset] == FramedElements.State.inner {
        list(index + offset)
      }
    }
  }

  private mutating func list(_ index: Int) {
    field.states[index] = FramedElements.State.listed
    contour.append(index)
  }

  /// A bit for each neighbour that is foreground.
  private func pattern(at index: Int) -> Int {
    field.states.withUnsafeBufferPointer { states in
      var pattern = 0
      for bit in 0..<8 where states[index + neighbours[bit]] != FramedElements.State.background {
        pattern |= 1 << bit
      }
      return pattern
    }
  }

  /// The passes that take an element with a pattern off.
  private static let table = (0..<256).map { departures[$0] ?? ThinningPasses(ofPattern: $0) }

  /// Where scikit-image, after ImageJ, departs from the paper: it takes off the corner between two
  /// face neighbours, so that lines are one element wide on diagonals as well, and takes ends of
  /// lines two elements wide off in one pass only or in none, so that no object vanishes.
  private static let departures: [Int: ThinningPasses] = [
    3: .first, 6: .first, 10: .both, 11: .first, 12: .first, 14: .first, 24: .second, 26: .second,
    40: .both, 48: [], 56: .second, 96: .second, 104: .second, 108: .second, 129: [], 130: .both,
    131: .first, 134: .first, 160: .both, 161: .first, 176: .second, 192: .second, 194: .first,
    198: .first, 224: .second,
  ]
}

/// The two passes of Zhang and Suen.
private struct ThinningPasses: OptionSet {
  let rawValue: Int

  /// Takes elements off the lower and the right side.
  static let first = ThinningPasses(rawValue: 1)
  /// Takes elements off the upper and the left side.
  static let second = ThinningPasses(rawValue: 2)
  static let both: ThinningPasses = [.first, .second]

  init(rawValue: Int) { self.rawValue = rawValue }

  /// The conditions of the paper: 2 to 6 neighbours that follow each other without a gap, and
  /// background on the sides of the pass.
  init(ofPattern pattern: Int) {
    self = []
    let isForeground = (0..<8).map { pattern >> $0 & 1 == 1 }
    let starts = (0..<8).count { isForeground[$0] && !isForeground[($0 + 7) % 8] }
    guard (2...6).contains(pattern.nonzeroBitCount), starts == 1 else { return }
    let (up, right, down, left) = (
      isForeground[1], isForeground[3], isForeground[5], isForeground[7]
    )
    if !(right && down && (up || left)) { insert(.first) }
    if !(up && left && (right || down)) { insert(.second) }
  }
}
