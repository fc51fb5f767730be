/// Slopes on their way back through the steps of an `ErosionFront`, the last one first.
///
/// A step costs as much as it has changed elements, and elements with a slope. Where neighbours are equal,
/// slopes spread among them as in PyTorch.
struct ErosionSlopes {
  /// The slopes with respect to the field before the last step that was undone.
  private(set) var values: [Double]
  /// Where they may be other than 0.
  private var places: [Int] = []
  private var field: [Double]
  /// As many zeros.
  private var zeros: [Double]
  private let neighbours: ElementNeighbours

  /// Starts from what all steps have left, with slopes of 0.
  init(after field: [Double], on grid: Grid) {
    self.field = field
    values = [Double](repeating: 0, count: field.count)
    zeros = values
    neighbours = ElementNeighbours(grid)
  }

  /// Goes back one step.
  ///
  /// - Parameter slopes: those with respect to the skeleton after the step, which become those before.
  mutating func undo(_ step: ErosionStep, skeleton slopes: inout [Double]) {
    // Sums of floating-point numbers depend on their order, which is that of storage.
    let residues = step.residues.sorted { $0.index < $1.index }
    let ofResidues = residues.map { slopes[$0.index] * (1 - $0.skeleton) }
    for (residue, slope) in zip(residues, ofResidues) {
      slopes[residue.index] *= 1 - residue.residue
      zeros[residue.source] -= slope
      places.append(residue.source)
    }
    for residue in residues {
      values[residue.source] += zeros[residue.source]
      zeros[residue.source] = 0
    }
    for (index, value) in step.changed { field[index] = value }
    undoErosion()
    for (residue, slope) in zip(residues, ofResidues) {
      values[residue.index] += slope
      places.append(residue.index)
    }
  }

  /// Eᵀ at the field before the erosion.
  private mutating func undoErosion() {
    sortPlaces()
    var sources: [Int] = []
    for index in places where values[index] != 0 {
      neighbours.forEachSourceOfMinimum(at: index, in: field, slope: values[index]) {
        source, slope in
        zeros[source] += slope
        sources.append(source)
      }
      values[index] = 0
    }
    swap(&values, &zeros)
    places = sources
  }

  /// Brings the places in the order of storage, each one once.
  private mutating func sortPlaces() {
    guard places.count < field.count / 8 else {
      places = values.indices.filter { values[$0] != 0 }
      return
    }
    places.sort()
    var count = 0
    for place in places where count == 0 || places[count - 1] != place {
      places[count] = place
      count += 1
    }
    places.removeSubrange(count...)
  }
}
