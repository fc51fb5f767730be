import Losses

/// Three cuts of random direction through random elements of the object widen, until half of it is
/// lost.
struct FragmentPath: ErrorPath {
  let id = "fragment"
  let summary = "cuts through it widen until it falls apart"
  let declaration = ErrorDeclaration(falsePositives: .none, falseNegatives: .rises)
  let isRandom = true

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    try DecayingObject(object, along: self, steps: steps).prepared { random, grid, elements in
      let cuts = (0..<3).map { _ in
        let point = grid.coordinates(of: Int(elements[random.index(below: elements.count)]))
        let direction = point.map { _ in random.normal() }
        let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return (point: point, normal: direction.map { length > 0 ? $0 / length : 1 })
      }
      return { coordinates in
        cuts.map { cut in
          var sum = 0.0
          for axis in cut.point.indices {
            sum += Double(coordinates[axis] - cut.point[axis]) * cut.normal[axis]
          }
          return abs(sum)
        }.min() ?? 0
      }
    }
  }
}
