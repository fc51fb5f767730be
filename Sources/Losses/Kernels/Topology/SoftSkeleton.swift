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
    var current = field
    var skeleton = [Double](repeating: 0, count: field.count)
    for _ in 0...count {
      let next = erosion(current)
      let opened = dilation(next)
      for index in skeleton.indices {
        let residue = max(0, current[index] - opened[index])
        skeleton[index] += max(0, residue - skeleton[index] * residue)
      }
      if keepsLevels {
        eroded.append(current)
        skeletons.append(skeleton)
      }
      // A field that erosion does not change has no residue, however often it is eroded.
      let isDone = current == next
      current = next
      if isDone { break }
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

extension Mask {
  /// How many erosions by `CrossMinimum` leave nothing: the largest number of steps along axes from
  /// inside to the background. 0 for an empty mask, and for a full one, which none changes.
  package var depth: Int {
    guard !isFull else { return 0 }
    let unreached = grid.count
    var steps = elements.map { $0 ? unreached : 0 }
    for axis in grid.axisSteps {
      for start in Swift.stride(from: 0, to: grid.count, by: axis.block) {
        let block = start..<(start + axis.block)
        for index in block.dropFirst(axis.stride) {
          steps[index] = min(steps[index], steps[index - axis.stride] + 1)
        }
        for index in block.dropLast(axis.stride).reversed() {
          steps[index] = min(steps[index], steps[index + axis.stride] + 1)
        }
      }
    }
    return steps.max() ?? 0
  }
}

/// ``Mask/depth`` of a truth.
private struct TruthDepth: TruthKey { typealias Value = Int }

/// The skeleton of a truth after so many erosions.
private struct TruthSkeleton: TruthKey {
  typealias Value = [Double]
  let erosions: Int
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
    given > 0 ? given : max(1, depthOfTruth, Mask(prediction).depth)
  }

  /// What `given` erosions do not reach of the truth. One erosion fewer than the depth leaves the
  /// innermost elements, which are the skeleton there.
  func caution(erosions given: Int) -> String? {
    guard given > 0, given < depthOfTruth - 1 else { return nil }
    return "erosions=\(given) finds no skeleton in the thickest parts of the truth, where value "
      + "and gradient are blind; leave it out, or give at least \(depthOfTruth - 1)"
  }

  /// ``Mask/depth`` of g > 1/2.
  private var depthOfTruth: Int { derived(TruthDepth()) { Mask(truth).depth } }

  /// So many erosions, or as many as change anything in the mask g > 1/2: then more of them give the
  /// same, which needs to be kept only once.
  func erosionsOfTruthMask(_ count: Int) -> Int { min(count, max(1, depthOfTruth)) }

  /// The soft skeleton of the truth.
  func skeletonOfTruth(erosions count: Int) -> [Double] {
    let isMask = truth.values.allSatisfy { $0 == 0 || $0 == 1 }
    let count = isMask ? erosionsOfTruthMask(count) : count
    return derived(TruthSkeleton(erosions: count)) {
      SoftSkeleton(of: truth.values, on: grid, erosions: count, keepsLevels: false).values
    }
  }
}
