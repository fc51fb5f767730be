import Losses

/// Random elements are wrong, half the object's size of each kind, inside and outside; a wrong
/// element stays wrong.
struct SpecklePath: ErrorPath {
  let id = "speckle"
  let summary = "random wrong elements inside and outside, nested"
  let declaration = ErrorDeclaration(falsePositives: .rises, falseNegatives: .rises)
  let isRandom = true

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let truth = object.mask
    let wanted = Int(0.5 * Double(truth.foregroundCount))
    let shares = try ErrorShares(
      losses: ErrorShares.Kind(wanted: wanted, available: truth.foregroundCount),
      gains: ErrorShares.Kind(
        wanted: wanted, available: truth.grid.count - truth.foregroundCount),
      of: object, along: self, steps: steps)
    return PreparedPath(settings: shares.settings) { seed in
      var random = SeededGenerator(seed: seed)
      let losses = random.shuffled(truth.indices(where: true))
      return shares.trajectory(
        losing: losses, gaining: random.shuffled(truth.indices(where: false)))
    }
  }
}
