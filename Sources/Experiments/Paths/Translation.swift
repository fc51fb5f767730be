import Losses

/// An object that moves along x by a constant whole number of elements a step and may grow.
///
/// The speed lets the object travel its own width in half the steps, so that the overlap shrinks
/// from step to step and is gone halfway; but one background element is left at the border. The
/// object moves towards the end of the axis unless there is more room before it. Of the growths 0, 1,
/// 2, 4, … elements a step the smallest is taken with which FP and FN go as declared.
struct Translation {
  private let path: any ErrorPath
  private let object: NamedObject
  private let mayGrow: Bool
  /// Elements of the object.
  private let elements: [UInt32]
  private let columns: Int
  private let width: Int
  /// How far the object can move.
  private let room: Int
  /// 1 towards the end of the axis, −1 towards its start.
  private let direction: Int

  /// Prepares for an object.
  ///
  /// - Parameter mayGrow: whether other growths than 0 are tried.
  init(_ object: NamedObject, along path: any ErrorPath, mayGrow: Bool) {
    self.path = path
    self.object = object
    self.mayGrow = mayGrow
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
    var search = Search(object.mask)
    guard room >= steps else {
      throw .tooManySteps(
        path: path.id, object: object.name, steps: steps,
        possible: possibleSteps(upTo: room, &search),
        reason: "it can move by \(max(room, 0)) elements before it reaches the border")
    }
    switch growth(steps: steps, &search) {
    case .success(let growth):
      return prepared(steps: steps, growth: growth, additions: search.prefix(steps * growth))
    case .failure(let refusal):
      throw PathError(
        refusal.violation, path: path, object: object,
        possible: possibleSteps(upTo: steps - 1, &search))
    }
  }

  private func prepared(
    steps: Int, growth: Int, additions: [UInt32]
  ) -> PreparedPath {
    let (elements, columns, speed) = (elements, columns, speed(steps))
    return PreparedPath(settings: [
      PathSetting(name: "speed", value: Double(speed), unit: "elements per step"),
      PathSetting(name: "growth", value: Double(growth), unit: "elements per step"),
    ]) { _ in
      { step, mask in
        let distance = step * speed
        // What leaves the grid is lost.
        func place(_ index: UInt32) {
          let column = Int(index) % columns + distance
          if column >= 0 && column < columns { mask[Int(index) + distance] = true }
        }
        for index in elements { mask[Int(index)] = false }
        for index in elements { place(index) }
        for index in additions.prefix(step * growth) { place(index) }
      }
    }
  }
}

// MARK: - Choosing

extension Translation {
  /// Why no growth will do: what is wrong without growth.
  private struct Refusal: Error {
    let violation: PathViolation
  }

  /// What is computed once for all growths and numbers of steps that are tried.
  private struct Search {
    private let truth: Mask
    private var order: OutwardOrder?
    /// Of the elements of the object moved by a distance: how many stay on the grid, and how many are
    /// true where they come to lie.
    var moved: [Int: (placed: Int, true: Int)] = [:]

    init(_ truth: Mask) { self.truth = truth }

    mutating func prefix(_ count: Int) -> [UInt32] {
      guard count > 0 else { return [] }
      var order = self.order.take() ?? OutwardOrder(truth)
      defer { self.order = order }
      return Array(order.prefix(count))
    }
  }

  /// The smallest growth with which FP and FN go as declared.
  private func growth(steps: Int, _ search: inout Search) -> Result<Int, Refusal> {
    guard let first = violation(steps: steps, growth: 0, &search) else { return .success(0) }
    let backgroundCount = object.mask.grid.count - object.mask.foregroundCount
    var growth = 1
    while mayGrow && growth * steps < backgroundCount {
      if violation(steps: steps, growth: growth, &search) == nil { return .success(growth) }
      growth *= 2
    }
    return .failure(Refusal(violation: first))
  }

  /// A number of steps that is possible, found by halving and then by bisection; the largest one
  /// where fewer steps are never worse.
  private func possibleSteps(upTo limit: Int, _ search: inout Search) -> Int? {
    func isPossible(_ steps: Int) -> Bool {
      if case .success = growth(steps: steps, &search) { true } else { false }
    }
    var (possible, refused) = (limit, limit + 1)
    while possible >= 1 && !isPossible(possible) { (possible, refused) = (possible / 2, possible) }
    guard possible >= 1 else { return nil }
    while refused - possible > 1 {
      let middle = (possible + refused) / 2
      if isPossible(middle) { possible = middle } else { refused = middle }
    }
    return possible
  }

  /// The first step at which FP or FN would not go as declared, counted without making any mask.
  private func violation(steps: Int, growth: Int, _ search: inout Search) -> PathViolation? {
    let additions = search.prefix(steps * growth)
    let speed = speed(steps)
    var last = ErrorCount.zero
    for step in 1...steps {
      let count = count(moved: step * speed, adding: additions.prefix(step * growth), &search)
      if let violation = path.declaration.violation(
        from: last, to: count, step: step, size: elements.count)
      {
        return violation
      }
      last = count
    }
    return nil
  }

  /// FP and FN of the object moved by a distance together with elements around it. Moved elements
  /// come to lie on different places, so those that are true need only be counted.
  private func count(
    moved distance: Int, adding additions: ArraySlice<UInt32>, _ search: inout Search
  ) -> ErrorCount {
    let object = search.moved[distance] ?? landing(elements[...], distance)
    search.moved[distance] = object
    let added = landing(additions, distance)
    let truePositives = object.true + added.true
    return ErrorCount(
      falsePositives: object.placed + added.placed - truePositives,
      falseNegatives: elements.count - truePositives)
  }

  private func landing(
    _ indices: ArraySlice<UInt32>, _ distance: Int
  ) -> (placed: Int, true: Int) {
    var result = (placed: 0, true: 0)
    object.mask.elements.withUnsafeBufferPointer { truth in
      for index in indices {
        let column = Int(index) % columns + distance
        guard column >= 0 && column < columns else { continue }
        result.placed += 1
        if truth[Int(index) + distance] { result.true += 1 }
      }
    }
    return result
  }
}
