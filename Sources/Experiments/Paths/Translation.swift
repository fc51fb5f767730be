import Losses

/// An object that moves along x by a constant whole number of elements a step.
///
/// The speed lets the object travel its own width in half the steps, so that the overlap shrinks
/// from step to step and is gone halfway; but one background element is left at the border. The
/// object moves towards the end of the axis unless there is more room before it.
struct Translation {
  private let truth: Mask
  /// Elements a step; negative towards the start of the axis.
  private let speed: Int

  /// Chooses the speed.
  ///
  /// - Throws: ``PathError/tooManySteps(path:object:steps:largest:reason:)``.
  init(of object: NamedObject, path: ErrorPath, steps: Int) throws(PathError) {
    truth = object.mask
    let extent = Self.extent(truth)
    let columns = truth.grid.shape[truth.grid.rank - 1]
    let roomAfter = columns - 2 - extent.upperBound
    let roomBefore = extent.lowerBound - 1
    // The centre of an even grid leaves one element more before it than after it.
    let room = roomAfter + 1 >= roomBefore ? roomAfter : roomBefore
    guard room >= steps else {
      throw .tooManySteps(
        path: path.id, object: object.name, steps: steps, largest: max(room, 0),
        reason: "it can move by \(max(room, 0)) elements before it reaches the border")
    }
    let wanted = (Double(extent.count) / (Double(steps) / 2)).rounded()
    let distance = min(max(1, Int(wanted)), room / steps)
    speed = roomAfter == room ? distance : -distance
  }

  /// The first and last column with an element of the object.
  private static func extent(_ mask: Mask) -> ClosedRange<Int> {
    let columns = mask.grid.shape[mask.grid.rank - 1]
    var (first, last) = (columns - 1, 0)
    for (index, element) in mask.elements.enumerated() where element {
      first = min(first, index % columns)
      last = max(last, index % columns)
    }
    return first...last
  }

  /// The moving object, to which every step adds `growth` more of the elements nearest to it.
  func trace(growth: Int, steps: Int) -> PathTrace {
    let order = growth > 0 ? ErrorOrder.outwards(from: truth) : []
    let masks = (0...steps).map { step in
      moved(by: step * speed, adding: order.prefix(step * growth))
    }
    return PathTrace(
      steps: masks.map { PathTrace.Step($0, truth: truth) },
      settings: [
        PathSetting(name: "speed", value: Double(speed), unit: "elements per step"),
        PathSetting(name: "growth", value: Double(growth), unit: "elements per step"),
      ])
  }

  /// The object and some elements around it, moved along x; what leaves the grid is lost.
  private func moved(by distance: Int, adding additions: ArraySlice<Int>) -> Mask {
    let columns = truth.grid.shape[truth.grid.rank - 1]
    var elements = [Bool](repeating: false, count: truth.grid.count)
    func place(_ index: Int) {
      let column = index % columns + distance
      if (0..<columns).contains(column) { elements[index + distance] = true }
    }
    for (index, element) in truth.elements.enumerated() where element { place(index) }
    additions.forEach(place)
    return truth.replacing(elements)
  }
}
