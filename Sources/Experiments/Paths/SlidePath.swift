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
    let ways = object.mask.ways()
    guard let way = ways.first(where: { reach * $0.width <= Double($0.room) }) else {
      let possible = ways.map { Double($0.room) / $0.width }.max() ?? 0
      throw .noRoom(
        path: id, object: object.name, reach: reach,
        possible: possible >= 0.01 ? (possible * 100).rounded(.down) / 100 : nil)
    }
    let moving = MovingObject(object, along: way.axis)
    let speed = way.direction * reach * moving.width / Double(steps)
    return .ofObjects(
      settings: [
        PathSetting(name: "speed", value: speed, unit: "elements per step"),
        PathSetting(name: "reach", value: reach, unit: "widths"),
      ]
    ) { _ in { step, object in moving.write(into: &object, by: speed * Double(step)) } }
  }
}

extension Mask {
  /// A direction in which an object can move.
  fileprivate struct Way {
    let axis: Int
    /// 1 towards the end of the axis, −1 towards its start.
    let direction: Double
    /// How many elements the object takes along the axis.
    let width: Double
    /// By how many elements it can move; one background element is left at the border.
    let room: Int
  }

  /// The better direction of each axis, the last axis first.
  fileprivate func ways() -> [Way] {
    let (strides, shape) = (grid.strides, grid.shape)
    var ranges = shape.map { (least: $0, greatest: -1) }
    for index in indices(where: true) {
      for axis in shape.indices {
        let position = Int(index) / strides[axis] % shape[axis]
        ranges[axis].least = min(ranges[axis].least, position)
        ranges[axis].greatest = max(ranges[axis].greatest, position)
      }
    }
    return shape.indices.reversed().map { axis in
      let (after, before) = (shape[axis] - 2 - ranges[axis].greatest, ranges[axis].least - 1)
      // The centre of an even grid leaves one element more before it than after it.
      let movesForward = after + 1 >= before
      return Way(
        axis: axis, direction: movesForward ? 1 : -1,
        width: Double(ranges[axis].greatest - ranges[axis].least + 1),
        room: movesForward ? after : before)
    }
  }
}
