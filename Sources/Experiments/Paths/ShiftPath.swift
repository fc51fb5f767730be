/// The object moves along x by whole elements, as a hard mask does.
struct ShiftPath: ErrorPath {
  let id = "shift"
  let summary = "moves along x by whole elements, until nothing overlaps"
  let declaration = ErrorDeclaration(
    falsePositives: .risesUntilDisjoint, falseNegatives: .risesUntilDisjoint)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    try Translation(object, along: self).prepared(steps: steps)
  }
}
