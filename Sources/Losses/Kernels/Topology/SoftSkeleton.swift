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

  private let erosion: CrossMinimum
  private let dilation: MaxPooling
  /// u₀ … u_{l+1} for the last erosion l that was computed.
  private var eroded: [[Double]] = []
  /// s₀ … s_l.
  private var skeletons: [[Double]] = []

  /// The skeleton after `count` erosions. Erosions that change nothing are left out.
  ///
  /// - Parameter keepsLevels: whether to keep what ``pullBack(_:)`` needs, two fields an erosion.
  package init(of field: [Double], on grid: Grid, erosions count: Int, keepsLevels: Bool) {
    // Where a field has its least value, far from all others, it keeps it and has no skeleton. Slopes
    // may reach further: of equal elements the first has them.
    if !keepsLevels, let box = RaisedBox(of: field, on: grid) {
      let part = SoftSkeleton(
        of: box.part(of: field), in: box.grid, erosions: count, keepsLevels: false)
      self = part
      values = box.field(of: part.values, elsewhere: 0)
      return
    }
    self.init(of: field, in: grid, erosions: count, keepsLevels: keepsLevels)
  }

  private init(of field: [Double], in grid: Grid, erosions count: Int, keepsLevels: Bool) {
    erosion = CrossMinimum(grid)
    dilation = MaxPooling(grid, radius: 1)
    let residues = OpeningResidues(grid)
    var (current, next) = (field, field)
    var skeleton = [Double](repeating: 0, count: field.count)
    for level in 0...count {
      let changes = erosion.write(current, into: &next)
      residues.add(of: current, eroded: next, to: &skeleton)
      if keepsLevels {
        eroded.append(current)
        skeletons.append(skeleton)
      }
      // A field that erosion does not change has no residue, however often it is eroded.
      if changes == 0 { break }
      if !keepsLevels, Double(changes) < ErosionFront.share * Double(field.count) {
        var front = ErosionFront(of: next, after: current, on: grid)
        for _ in level..<count where !front.isDone { front.erode(addingTo: &skeleton) }
        break
      }
      swap(&current, &next)
    }
    if keepsLevels { eroded.append(current) }
    values = skeleton
  }

  /// The slopes with respect to u, given those with respect to s_k.
  package func pullBack(_ slopes: [Double]) -> [Double] {
    var slopes = slopes
    var carried = [Double](repeating: 0, count: slopes.count)
    for level in skeletons.indices.reversed() {
      let opened = dilation(eroded[level + 1])
      var residueSlopes = [Double](repeating: 0, count: slopes.count)
      for index in slopes.indices {
        let residue = eroded[level][index] - opened[index]
        guard residue > 0 else { continue }
        let skeleton = level > 0 ? skeletons[level - 1][index] : 0
        guard residue - skeleton * residue > 0 else { continue }
        residueSlopes[index] = slopes[index] * (1 - skeleton)
        slopes[index] *= 1 - residue
      }
      let ofOpened = dilation.pullBack(residueSlopes.map { -$0 }, at: eroded[level + 1])
      for index in carried.indices { carried[index] += ofOpened[index] }
      carried = erosion.pullBack(carried, at: eroded[level])
      for index in carried.indices { carried[index] += residueSlopes[index] }
    }
    return carried
  }
}
