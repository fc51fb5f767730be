/// What openings of a field by small boxes leave out, at each of several erosions.
///
///     u₀ = u,  u_{j+1} = E u_j,  δ_j = max(0, u_j − M u_{j+1})
///     s₀ = δ₀,  s_j = s_{j−1} + max(0, δ_j − s_{j−1} δ_j),  j = 1 … k
///
/// with `CrossMinimum` E and `MaxPooling` M of boxes of three elements an axis. Of a mask it is
/// Lantuéjoul's skeleton, once k is as large as the mask is deep; with a smaller k the thick parts have
/// none. The slope of max(0, x) is 0 at 0.
/// Source: Shit et al. (2021), "clDice", algorithm 1.
package struct SoftSkeleton: Sendable {
  /// s_k.
  package private(set) var values: [Double]

  private let grid: Grid
  /// What is left after all erosions, and what each of them has changed.
  private var eroded: [Double] = []
  private var steps: [ErosionStep] = []

  /// The skeleton after `count` erosions. Erosions that change nothing are left out.
  ///
  /// - Parameter keepsLevels: whether to keep what ``pullBack(_:)`` needs: of each erosion what it changes.
  package init(of field: [Double], on grid: Grid, erosions count: Int, keepsLevels: Bool) {
    // Where a field has its least value, far from all others, it keeps it and has no skeleton. Slopes
    // may reach further: of equal elements the first has them.
    if !keepsLevels, let box = RaisedBox(of: field, on: grid) {
      self.init(of: box.part(of: field), in: box.grid, erosions: count, keepsLevels: false)
      values = box.field(of: values, elsewhere: 0)
      return
    }
    self.init(of: field, in: grid, erosions: count, keepsLevels: keepsLevels)
  }

  private init(
    of field: consuming [Double], in grid: Grid, erosions count: Int, keepsLevels: Bool
  ) {
    self.grid = grid
    values = [Double](repeating: 0, count: field.count)
    if keepsLevels {
      var front = ErosionFront(of: field, on: grid)
      for _ in 0...count where !front.isDone { steps.append(front.erode(addingTo: &values)) }
      eroded = front.field
    } else {
      erode(field, count)
    }
  }

  /// Adds what openings leave out of a field, without keeping what changes, in the memory of two fields.
  private mutating func erode(_ field: consuming [Double], _ count: Int) {
    let erosion = CrossMinimum(grid)
    let residues = OpeningResidues(grid)
    var current = field
    var next = current
    for level in 0...count {
      let changes = erosion.write(current, into: &next)
      residues.add(of: current, eroded: next, to: &values)
      // A field that erosion does not change has no residue, however often it is eroded.
      if changes == 0 { break }
      if Double(changes) < ErosionFront.share * Double(current.count) {
        var front = ErosionFront(after: consume current, eroded: consume next, on: grid)
        for _ in level..<count where !front.isDone { front.erode(addingTo: &values) }
        return
      }
      swap(&current, &next)
    }
  }

  /// The slopes with respect to u, given those with respect to s_k.
  package func pullBack(_ slopes: [Double]) -> [Double] {
    var slopes = slopes
    var back = ErosionSlopes(after: eroded, on: grid)
    for step in steps.reversed() { back.undo(step, skeleton: &slopes) }
    return back.values
  }
}
