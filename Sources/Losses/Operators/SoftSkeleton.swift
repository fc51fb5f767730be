/// What openings of a field by small boxes leave out, at each of several erosions.
///
///     u₀ = u,  u_{j+1} = E u_j,  δ_j = max(0, u_j − M u_{j+1})
///     s₀ = δ₀,  s_j = s_{j−1} + max(0, δ_j − s_{j−1} δ_j),  j = 1 … k
///
/// with ``CrossMinimum`` E and ``MaxPooling`` M of boxes of three elements an axis. Of a mask it is
/// Lantuéjoul's skeleton, once k is as large as the mask is deep; with a smaller k the thick parts have
/// none. The slope of max(0, x) is 0 at 0.
/// Source: Shit et al. (2021), "clDice", algorithm 1.
struct SoftSkeleton {
  /// s_k.
  let values: [Double]

  private let erosion: CrossMinimum
  private let dilation: MaxPooling
  /// u₀ … u_{l+1} for the last erosion l that was computed.
  private let eroded: [[Double]]
  /// s₀ … s_l.
  private let skeletons: [[Double]]

  /// The skeleton after `count` erosions. Erosions that change nothing are left out.
  init(of field: [Double], on grid: Grid, erosions count: Int) {
    erosion = CrossMinimum(grid)
    dilation = MaxPooling(grid, radius: 1)
    var eroded = [field]
    var skeletons: [[Double]] = []
    for level in 0...count {
      let current = eroded[level]
      let next = erosion(current)
      let opened = dilation(next)
      let previous = skeletons.last
      skeletons.append(
        mapIndices(field.count) { index in
          let residue = max(0, current[index] - opened[index])
          guard let skeleton = previous?[index] else { return residue }
          return skeleton + max(0, residue - skeleton * residue)
        })
      eroded.append(next)
      // A field that erosion does not change has no residue, however often it is eroded.
      if current == next { break }
    }
    values = skeletons[skeletons.count - 1]
    (self.eroded, self.skeletons) = (eroded, skeletons)
  }

  /// The slopes with respect to u, given those with respect to s_k.
  func pullBack(_ slopes: [Double]) -> [Double] {
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

extension Mask {
  /// How many erosions by ``CrossMinimum`` leave nothing: the largest number of steps along axes from
  /// inside to the background. 0 for an empty mask, and for a full one, which none changes.
  var depth: Int {
    guard !isFull else { return 0 }
    let unreached = grid.count
    var steps = elements.map { $0 ? unreached : 0 }
    let axes = Array(zip(grid.strides, grid.shape))
    for index in steps.indices where elements[index] {
      for (stride, extent) in axes where index / stride % extent > 0 {
        steps[index] = min(steps[index], steps[index - stride] + 1)
      }
    }
    for index in steps.indices.reversed() where elements[index] {
      for (stride, extent) in axes where index / stride % extent + 1 < extent {
        steps[index] = min(steps[index], steps[index + stride] + 1)
      }
    }
    return steps.max() ?? 0
  }
}

extension ParameterSpecification {
  /// k of the losses that look at soft skeletons.
  static let erosions = ParameterSpecification(
    "erosions", default: 0, in: .integer(0, 1000),
    "k; 0 takes as many as the deeper of the masks g > 1/2 and p > 1/2 needs")
}

extension Sample {
  /// k: `given` unless it is 0, or as many erosions as the deeper of truth and prediction needs.
  func erosions(_ given: Int) -> Int {
    given > 0 ? given : max(1, Mask(truth).depth, Mask(prediction).depth)
  }
}
