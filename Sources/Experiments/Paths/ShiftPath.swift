/// The object moves along x.
struct ShiftPath: ErrorPath {
  let id = "shift"
  let summary = "moves along x at constant speed"
  let declaration = ErrorDeclaration(
    falsePositives: .risesUntilDisjoint, falseNegatives: .risesUntilDisjoint)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    try Translation(object, along: self, mayGrow: false).prepared(steps: steps)
  }
}
