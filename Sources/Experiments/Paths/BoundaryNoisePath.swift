import Losses

/// Random elements near the boundary are wrong; a wrong element stays wrong.
///
/// They are half of the elements within a band on each side of the boundary, or of the smaller of its
/// sides. The band's width is a fifth of the radius of a disc (ball) of the object's size, at least
/// 1.5 elements.
struct BoundaryNoisePath: ErrorPath {
  let id = "boundary-noise"
  let summary = "random wrong elements near the boundary, nested"
  let declaration = ErrorDeclaration(falsePositives: .rises, falseNegatives: .rises)
  let isRandom = true

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let truth = object.mask
    let width = max(1.5, truth.equivalentRadius / 5)
    let reach = width * (truth.grid.spacing.min() ?? 1)
    let inside = Self.band(truth, isForeground: true, within: reach, of: truth.distanceToBackground)
    let outside = Self.band(
      truth, isForeground: false, within: reach, of: truth.distanceToForeground)
    let wanted = Int(0.5 * Double(min(inside.count, outside.count)))
    let shares = try ErrorShares(
      losses: ErrorShares.Kind(wanted: wanted, available: inside.count),
      gains: ErrorShares.Kind(wanted: wanted, available: outside.count),
      of: object, along: self, steps: steps)
    let band = PathSetting(name: "band", value: width, unit: "elements on each side")
    return PreparedPath(settings: [band] + shares.settings) { seed in
      var random = SeededGenerator(seed: seed)
      let losses = random.shuffled(inside)
      return shares.trajectory(losing: losses, gaining: random.shuffled(outside))
    }
  }

  /// The elements of one side of the boundary that are at most `reach` away from the other; one field
  /// is borrowed.
  private static func band(
    _ truth: Mask, isForeground: Bool, within reach: Double, of distances: () -> [Double]
  ) -> [UInt32] {
    let distances = distances()
    var band: [UInt32] = []
    for index in distances.indices
    where truth.elements[index] == isForeground && distances[index] <= reach {
      band.append(UInt32(index))
    }
    return band
  }
}
