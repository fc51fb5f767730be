import Losses

/// The object shrinks to a tenth of its size, outermost elements first; one element is always left.
struct ShrinkPath: ErrorPath {
  let id = "shrink"
  let summary = "shrinks to a tenth of its size"
  let declaration = ErrorDeclaration(falsePositives: .none, falseNegatives: .rises)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let size = object.mask.foregroundCount
    let shares = try ErrorShares(
      losses: ErrorShares.Kind(wanted: size - size / 10, available: size - 1),
      of: object, along: self, steps: steps)
    let trajectory = shares.trajectory(losing: Self.inwards(object.mask))
    return PreparedPath(settings: shares.settings) { _ in trajectory }
  }

  /// Foreground elements by their distance to the background, those far from the centre first.
  private static func inwards(_ truth: Mask) -> [UInt32] {
    let distances = truth.distanceToBackground()
    let centre = CentroidDistance(truth)
    return truth.indices(where: true).sorted { first, second in
      let (one, other) = (distances[Int(first)], distances[Int(second)])
      guard one == other else { return one < other }
      return (-centre.squared(first), first) < (-centre.squared(second), second)
    }
  }
}
