import Losses
import Texts

/// An object that moves along x by a constant whole number of elements a step.
///
/// The speed lets the object travel its own width in half the steps, so that the overlap shrinks
/// from step to step and is gone halfway; but one background element is left at the border. The
/// object moves towards the end of the axis unless there is more room before it.
struct Translation {
  private let path: any ErrorPath
  private let object: NamedObject
  /// Elements of the object.
  private let elements: [UInt32]
  private let columns: Int
  private let width: Int
  /// How far the object can move.
  private let room: Int
  /// 1 towards the end of the axis, −1 towards its start.
  private let direction: Int

  /// Prepares for an object.
  init(_ object: NamedObject, along path: any ErrorPath) {
    self.path = path
    self.object = object
    elements = object.mask.indices(where: true)
    columns = object.mask.grid.shape[object.mask.grid.rank - 1]
    var (first, last) = (columns - 1, 0)
    for index in elements {
      first = min(first, Int(index) % columns)
      last = max(last, Int(index) % columns)
    }
    width = last - first + 1
    let (roomAfter, roomBefore) = (columns - 2 - last, first - 1)
    // The centre of an even grid leaves one element more before it than after it.
    direction = roomAfter + 1 >= roomBefore ? 1 : -1
    room = direction > 0 ? roomAfter : roomBefore
  }

  /// Elements a step; negative towards the start of the axis.
  private func speed(_ steps: Int) -> Int {
    let wanted = (Double(width) / (Double(steps) / 2)).rounded()
    return direction * min(max(1, Int(wanted)), room / steps)
  }

  /// The moving object.
  ///
  /// - Throws: ``PathError`` when it has not enough room, or when FP and FN would not go as declared.
  func prepared(steps: Int) throws(PathError) -> PreparedPath {
    var counts: [Int: ErrorCount] = [:]
    guard room >= steps else {
      throw .tooManySteps(
        path: path.id, object: object.name, steps: steps,
        possible: possibleSteps(upTo: room, &counts),
        reason: "it can move by \(counted(max(room, 0), "element")) before it reaches the border")
    }
    if let violation = violation(steps: steps, &counts) {
      throw PathError(
        violation, path: path, object: object, possible: possibleSteps(upTo: steps - 1, &counts))
    }
    let (elements, columns, speed) = (elements, columns, speed(steps))
    let setting = PathSetting(name: "speed", value: Double(speed), unit: "elements per step")
    return PreparedPath(settings: [setting]) { _ in
      { step, mask in
        let distance = step * speed
        for index in elements { mask[Int(index)] = false }
        for index in elements {
          // What leaves the grid is lost.
          let column = Int(index) % columns + distance
          if column >= 0 && column < columns { mask[Int(index) + distance] = true }
        }
      }
    }
  }
}

// MARK: - Choosing

extension Translation {
  /// A number of steps that is possible, found by halving and then by bisection; the largest one
  /// where fewer steps are never worse.
  private func possibleSteps(upTo limit: Int, _ counts: inout [Int: ErrorCount]) -> Int? {
    var (possible, refused) = (limit, limit + 1)
    while possible >= 1 && violation(steps: possible, &counts) != nil {
      (possible, refused) = (possible / 2, possible)
    }
    guard possible >= 1 else { return nil }
    while refused - possible > 1 {
      let middle = (possible + refused) / 2
      if violation(steps: middle, &counts) == nil { possible = middle } else { refused = middle }
    }
    return possible
  }

  /// The first step at which FP or FN would not go as declared, counted without making any mask.
  private func violation(steps: Int, _ counts: inout [Int: ErrorCount]) -> PathViolation? {
    let speed = speed(steps)
    var last = ErrorCount.zero
    for step in 1...steps {
      let distance = step * speed
      let count = counts[distance] ?? count(movedBy: distance)
      counts[distance] = count
      if let violation = path.declaration.violation(
        from: last, to: count, step: step, size: elements.count)
      {
        return violation
      }
      last = count
    }
    return nil
  }

  /// FP and FN of the object moved by a distance.
  private func count(movedBy distance: Int) -> ErrorCount {
    var (placed, truePositives) = (0, 0)
    object.mask.elements.withUnsafeBufferPointer { truth in
      for index in elements {
        let column = Int(index) % columns + distance
        guard column >= 0 && column < columns else { continue }
        placed += 1
        if truth[Int(index) + distance] { truePositives += 1 }
      }
    }
    return ErrorCount(
      falsePositives: placed - truePositives, falseNegatives: elements.count - truePositives)
  }
}
