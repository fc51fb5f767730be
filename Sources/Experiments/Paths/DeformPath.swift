import Losses

/// The boundary is displaced by a smooth random field that grows: the signed distance becomes
/// d + a f, with f a Gaussian field whose correlation length is half the radius of a disc (ball) of the
/// object's size, at least 2 elements, and a up to half that radius. A wrong element stays wrong.
struct DeformPath: ErrorPath {
  let id = "deform"
  let summary = "a smooth random displacement of the boundary grows, nested"
  let declaration = ErrorDeclaration(falsePositives: .neverFalls, falseNegatives: .neverFalls)
  let isRandom = true

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let grid = object.mask.grid
    let radius = object.mask.equivalentRadius
    let (amplitude, length) = (radius / 2, max(2, radius / 2))
    let resting = MovingObject(object, along: grid.rank - 1)
    let name = object.name
    return .ofObjects(settings: [
      PathSetting(name: "deviation of the last step", value: amplitude, unit: "elements"),
      PathSetting(name: "correlation length", value: length, unit: "elements"),
    ]) { seed in
      var random = SeededGenerator(seed: seed, stream: stream(name, "deform"))
      let field = NoiseField(length: length, on: grid, &random).values
      let unit = grid.spacing.min() ?? 1
      return { step, object in
        resting.write(into: &object, by: 0)
        guard step > 0 else { return }
        let scale = unit * amplitude * Double(step) / Double(steps)
        for index in field.indices { object.distances[index] += scale * field[index] }
        object.setMaskFromDistances()
      }
    }
  }
}
