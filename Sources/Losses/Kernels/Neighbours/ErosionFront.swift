/// Erosions by `CrossMinimum` of a field of which few elements change, and what openings leave out of it.
///
/// An element can change only where a neighbour along an axis, or the element itself, has changed in the
/// erosion before, and an opening leaves something out only where an element changes: of all others the
/// box around them still has their value. Each erosion therefore looks at the elements around those of the
/// one before, whatever the size of the field, and gives the same digits as one of the whole field.
struct ErosionFront: Sendable {
  /// What the erosions have left.
  private(set) var field: [Double]
  /// The elements that the last erosion has changed.
  private var changed: [Int]
  private var isSeen: [Bool]
  private let neighbours: ElementNeighbours
  private let erosion: CrossMinimum

  /// The share of elements up to which a front is faster than whole fields, which are eroded eight
  /// elements at a time.
  static let share = 1.0 / 16

  /// Starts from a field that was not eroded yet.
  init(of field: [Double], on grid: Grid) {
    self.init(of: field, changed: Array(field.indices), on: grid)
  }

  /// Goes on after an erosion.
  ///
  /// - Parameters:
  ///   - earlier: the field before it.
  ///   - eroded: the field after it.
  init(after earlier: consuming [Double], eroded: consuming [Double], on grid: Grid) {
    let changed = zip(earlier, eroded).enumerated().lazy.filter { $1.0 != $1.1 }.map(\.offset)
    self.init(of: eroded, changed: Array(changed), on: grid)
  }

  private init(of field: consuming [Double], changed: [Int], on grid: Grid) {
    self.field = field
    self.changed = changed
    isSeen = [Bool](repeating: false, count: field.count)
    neighbours = ElementNeighbours(grid)
    erosion = CrossMinimum(grid)
  }

  /// Whether no further erosion changes anything.
  var isDone: Bool { changed.isEmpty }

  /// Erodes once more, and adds what an opening leaves out to a skeleton, as `OpeningResidues` does.
  ///
  /// - Returns: what is needed to go back.
  @discardableResult
  mutating func erode(addingTo skeleton: inout [Double]) -> ErosionStep {
    let isFew = Double(changed.count) < Self.share * Double(field.count)
    var step = ErosionStep()
    step.changed = isFew ? erodeAroundChanged() : erodeEverywhere()
    for (index, value) in step.changed {
      let source = neighbours.indexOfLargest(around: index, in: field)
      let residue = value - field[source]
      guard residue > 0 else { continue }
      let before = skeleton[index]
      let gain = residue - before * residue
      guard gain > 0 else { continue }
      skeleton[index] += gain
      step.residues.append(
        ErosionStep.Residue(index: index, source: source, residue: residue, skeleton: before))
    }
    changed = step.changed.map(\.index)
    return step
  }

  /// Erodes the whole field. Returns the elements that change, and what they were.
  private mutating func erodeEverywhere() -> [(index: Int, earlier: Double)] {
    let earlier = field
    erosion.write(earlier, into: &field)
    var changed: [(index: Int, earlier: Double)] = []
    for index in earlier.indices where field[index] != earlier[index] {
      changed.append((index, earlier[index]))
    }
    return changed
  }

  /// Erodes where it can change anything. Returns the elements that change, and what they were.
  private mutating func erodeAroundChanged() -> [(index: Int, earlier: Double)] {
    var candidates: [Int] = []
    for index in changed {
      neighbours.forEachBeside(index) { other in
        if !isSeen[other] {
          isSeen[other] = true
          candidates.append(other)
        }
      }
    }
    var earlier: [(index: Int, earlier: Double)] = []
    var smaller: [Double] = []
    for index in candidates {
      isSeen[index] = false
      var least = field[index]
      neighbours.forEachBeside(index) { least = min(least, field[$0]) }
      guard least < field[index] else { continue }
      earlier.append((index, field[index]))
      smaller.append(least)
    }
    for (element, value) in zip(earlier, smaller) { field[element.index] = value }
    return earlier
  }
}

/// What one erosion has changed of a field and its skeleton.
struct ErosionStep: Sendable {
  /// δ of an element that was added to the skeleton.
  struct Residue: Sendable {
    let index: Int
    /// The element that the opening has its value from.
    let source: Int
    /// δ.
    let residue: Double
    /// s before.
    let skeleton: Double
  }

  /// The elements that have become smaller, and what they were.
  var changed: [(index: Int, earlier: Double)] = []
  var residues: [Residue] = []
}
