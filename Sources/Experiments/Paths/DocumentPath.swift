/// The object moves along x by a constant distance a step and may grow a little: the strip of the
/// article (Asgari Taghanaki et al. 2021, arXiv 1910.07655).
struct DocumentPath: ErrorPath {
  let id = "document"
  let summary = "moves along x at constant speed and may grow, as in the article's strip"
  let declaration = ErrorDeclaration(falsePositives: .rises, falseNegatives: .risesUntilDisjoint)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    try Translation(object, along: self, mayGrow: true).prepared(steps: steps)
  }
}
