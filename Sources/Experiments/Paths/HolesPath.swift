import Losses

/// Three holes grow inside the object around random elements, until half of it is lost.
struct HolesPath: ErrorPath {
  let id = "holes"
  let summary = "holes grow inside it"
  let declaration = ErrorDeclaration(falsePositives: .none, falseNegatives: .rises)
  let isRandom = true

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    try DecayingObject(object, along: self, steps: steps).prepared { random, grid, elements in
      let centres = (0..<3).map { _ in
        grid.coordinates(of: Int(elements[random.index(below: elements.count)]))
      }
      return { coordinates in
        centres.map { centre in
          var sum = 0.0
          for axis in centre.indices {
            let offset = coordinates[axis] - centre[axis]
            sum += Double(offset * offset)
          }
          return sum
        }.min() ?? 0
      }
    }
  }
}
