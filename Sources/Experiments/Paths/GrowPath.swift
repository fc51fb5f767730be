/// The object grows to three times its size, nearest elements first; one background element is
/// always left.
struct GrowPath: ErrorPath {
  let id = "grow"
  let summary = "grows to three times its size"
  let declaration = ErrorDeclaration(falsePositives: .rises, falseNegatives: .none)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let truth = object.mask
    let shares = try ErrorShares(
      gains: ErrorShares.Kind(
        wanted: 2 * truth.foregroundCount, available: truth.grid.count - truth.foregroundCount - 1),
      of: object, along: self, steps: steps)
    var order = OutwardOrder(truth)
    let trajectory = shares.trajectory(gaining: Array(order.prefix(shares.gainTotal)))
    return PreparedPath(settings: shares.settings) { _ in trajectory }
  }
}
