import Losses

/// Slices at the upper end of an object in a volume are missed, half of them at the last step.
struct MissedSlicePath: ErrorPath {
  let id = "missed-slice"
  let summary = "in volumes: slices at an end are missed, half of them at the last step"
  let declaration = ErrorDeclaration(falsePositives: .none, falseNegatives: .neverFalls)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let grid = object.mask.grid
    guard grid.rank == 3 else {
      throw .unsuited(path: id, object: object.name, reason: "it is for volumes")
    }
    let size = grid.shape[1] * grid.shape[2]
    let slices = (0..<grid.shape[0]).filter { slice in
      object.mask.elements[(slice * size)..<((slice + 1) * size)].contains(true)
    }
    guard slices.count > 1 else {
      throw .unsuited(path: id, object: object.name, reason: "it is in a single slice")
    }
    let missed = slices.count / 2
    return PreparedPath(settings: [
      PathSetting(name: "missed at the last step", value: Double(missed), unit: "slices")
    ]) { _ in
      { step, elements in
        for slice in slices.reversed().prefix((missed * step + steps - 1) / steps) {
          for index in (slice * size)..<((slice + 1) * size) { elements[index] = false }
        }
      }
    }
  }
}

/// The object leaks along the last axis: a rod through its centre, of a third of the radius of a disc
/// (ball) of its size, grows out of it by up to that radius's double on each side.
struct LeakPath: ErrorPath {
  let id = "leak"
  let summary = "leaks along the last axis, in a rod of a third of its radius"
  let declaration = ErrorDeclaration(falsePositives: .rises, falseNegatives: .none)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let truth = object.mask
    let (grid, unit) = (truth.grid, truth.grid.spacing.min() ?? 1)
    let radius = truth.equivalentRadius * unit
    let elements = truth.indices(where: true).map { grid.coordinates(of: Int($0)) }
    let centre = grid.shape.indices.map { axis in
      elements.reduce(0) { $0 + Double($1[axis]) } / Double(elements.count)
    }
    let distances = truth.distanceToForeground()
    let width = max(unit / 2, radius / 3)
    let rod = truth.indices(where: false).filter { index in
      let place = grid.coordinates(of: Int(index))
      let square = grid.shape.indices.dropLast().reduce(0.0) { sum, axis in
        let offset = (Double(place[axis]) - centre[axis]) * grid.spacing[axis]
        return sum + offset * offset
      }
      return square <= width * width && distances[Int(index)] <= 2 * radius
    }
    let shares = try ErrorShares(
      gains: ErrorShares.Kind(wanted: rod.count, available: rod.count), of: object, along: self,
      steps: steps)
    let trajectory = shares.trajectory(
      gaining: rod.sorted { (distances[Int($0)], $0) < (distances[Int($1)], $1) })
    return PreparedPath(settings: shares.settings) { _ in trajectory }
  }
}
