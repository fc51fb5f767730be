import Losses

extension NamedObject {
  /// The object as it can move so many of its widths, and the direction: along the last axis on which
  /// there is room, 1 towards its end.
  ///
  /// - Throws: ``PathError/noRoom(path:object:reach:possible:)``.
  func moving(
    by reach: Double, along path: any ErrorPath
  ) throws(PathError) -> (object: MovingObject, direction: Double) {
    let ways = ways()
    guard let way = ways.first(where: { reach * $0.width <= Double($0.room) }) else {
      let possible = ways.map { Double($0.room) / $0.width }.max() ?? 0
      throw .noRoom(
        path: path.id, object: name, reach: reach,
        possible: possible >= 0.01 ? (possible * 100).rounded(.down) / 100 : nil)
    }
    return (MovingObject(self, along: way.axis), way.direction)
  }

  /// A direction in which an object can move.
  private struct Way {
    let axis: Int
    /// 1 towards the end of the axis, −1 towards its start.
    let direction: Double
    /// How many elements the object takes along the axis.
    let width: Double
    /// By how many elements it can move; one background element is left at the border.
    let room: Int
  }

  /// The better direction of each axis, the last axis first.
  private func ways() -> [Way] {
    let (strides, shape) = (mask.grid.strides, mask.grid.shape)
    var ranges = shape.map { (least: $0, greatest: -1) }
    for index in mask.indices(where: true) {
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
