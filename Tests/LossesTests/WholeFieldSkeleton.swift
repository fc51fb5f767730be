import Losses

/// `SoftSkeleton` by its definition: every erosion and every slope of every element, which takes a square of
/// the length of a line.
struct WholeFieldSkeleton {
  private let grid: Grid
  private let dilation: MaxPooling
  /// u₀ … u_{k+1}.
  private var eroded: [[Double]]
  /// s₀ … s_k.
  private var skeletons: [[Double]] = []

  init(of field: [Double], on grid: Grid, erosions: Int) {
    self.grid = grid
    dilation = MaxPooling(grid, radius: 1)
    eroded = [field]
    var skeleton = field.map { _ in 0.0 }
    for level in 0...erosions {
      eroded.append(CrossMinimum(grid)(eroded[level]))
      let opened = dilation(eroded[level + 1])
      for index in field.indices {
        let residue = max(0, eroded[level][index] - opened[index])
        skeleton[index] += max(0, residue - skeleton[index] * residue)
      }
      skeletons.append(skeleton)
      if eroded[level + 1] == eroded[level] { break }
    }
  }

  var values: [Double] { skeletons.last ?? [] }

  func pullBack(_ slopes: [Double]) -> [Double] {
    var slopes = slopes
    var carried = slopes.map { _ in 0.0 }
    for level in skeletons.indices.reversed() {
      let opened = dilation(eroded[level + 1])
      var residueSlopes = slopes.map { _ in 0.0 }
      for index in slopes.indices {
        let residue = eroded[level][index] - opened[index]
        let skeleton = level > 0 ? skeletons[level - 1][index] : 0
        guard residue > 0, residue - skeleton * residue > 0 else { continue }
        residueSlopes[index] = slopes[index] * (1 - skeleton)
        slopes[index] *= 1 - residue
      }
      let ofOpened = dilation.pullBack(residueSlopes.map { -$0 }, at: eroded[level + 1])
      for index in carried.indices { carried[index] += ofOpened[index] }
      carried = pullBackErosion(carried, at: eroded[level])
      for index in carried.indices { carried[index] += residueSlopes[index] }
    }
    return carried
  }

  /// Eᵀ at u, as PyTorch has it for −max_pool(−u) along each axis and the smaller of two, axis by axis.
  private func pullBackErosion(_ slopes: [Double], at values: [Double]) -> [Double] {
    let sources = zip(grid.strides, grid.shape).map { stride, extent in
      values.indices.map { index in
        let position = index / stride % extent
        let line = [-1, 0, 1].filter { (0..<extent).contains(position + $0) }
          .map { index + $0 * stride }
        // The first of equal ones.
        return line.min { values[$0] < values[$1] } ?? index
      }
    }
    var result = slopes.map { _ in 0.0 }
    for index in values.indices {
      var rest = slopes[index]
      for axis in sources.indices.dropFirst().reversed() {
        let value = values[sources[axis][index]]
        let before = sources[..<axis].reduce(Double.infinity) { min($0, values[$1[index]]) }
        let share = value < before ? rest : value == before ? rest / 2 : 0
        result[sources[axis][index]] += share
        rest -= share
      }
      result[sources[0][index]] += rest
    }
    return result
  }
}
