import Losses

/// The object slides by the same share of its own width at every step, as in the article's strip
/// (Asgari Taghanaki et al. 2021, arXiv 1910.07655), so that a large and a small object show the same
/// relative error.
///
/// Displacements are not whole elements. A shape is drawn where it is then; a mask, and a shape on a grid
/// of unequal spacings, moves through its interpolated signed distance. The object moves along x, towards
/// the side with more room; where there is not enough, along the next slower axis on which there is.
struct SlidePath: ErrorPath {
  let id = "slide"
  let summary = "slides by the same share of its width at every step, as in the article's strip"
  let declaration = ErrorDeclaration(falsePositives: .risesSoftly, falseNegatives: .risesSoftly)

  /// How far the last step goes, in widths of the object.
  var reach = 0.95

  func reaching(_ reach: Double) -> any ErrorPath { SlidePath(reach: reach) }

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let (moving, direction) = try object.moving(by: reach, along: self)
    let speed = direction * reach * moving.width / Double(steps)
    return .ofObjects(
      settings: [
        PathSetting(name: "speed", value: speed, unit: "elements per step"),
        PathSetting(name: "reach", value: reach, unit: "widths"),
      ]
    ) { _ in { step, object in moving.write(into: &object, by: speed * Double(step)) } }
  }
}
