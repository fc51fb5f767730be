import Losses

extension ErrorPath {
  /// The steps of an object along this path.
  ///
  /// - Parameters:
  ///   - object: the truth.
  ///   - steps: K, the number of the last step; at least 1.
  ///   - seed: seed of random paths; the others do not look at it.
  /// - Throws: ``PathError`` when there is no room for the steps, or when the measured FP and FN do
  ///   not go as the path declares.
  public func trace(
    of object: NamedObject, steps: Int, seed: UInt64 = 0
  ) throws(PathError) -> PathTrace {
    let truth = object.mask
    switch self {
    case .document:
      return try documentTrace(of: object, steps: steps)
    case .shift:
      let translation = try Translation(of: object, path: self, steps: steps)
      let trace = translation.trace(growth: 0, steps: steps)
      try check(trace, object: object)
      return trace
    default:
      let order = errorOrder(truth, steps: steps, seed: seed)
      try order.requireRoom(path: self, object: object, steps: steps)
      let trace = order.trace(of: truth, steps: steps)
      try check(trace, object: object)
      return trace
    }
  }

  /// The constant speed of ``Translation``, and of the growths 0, 1, 2, 4, … elements a step the
  /// smallest with which FP and FN go as declared.
  private func documentTrace(
    of object: NamedObject, steps: Int
  ) throws(PathError) -> PathTrace {
    let translation = try Translation(of: object, path: self, steps: steps)
    let first = translation.trace(growth: 0, steps: steps)
    guard let refusal = violation(of: first, object: object) else { return first }
    var growth = 1
    while growth * steps < object.mask.grid.count - object.mask.foregroundCount {
      let trace = translation.trace(growth: growth, steps: steps)
      if violation(of: trace, object: object) == nil { return trace }
      growth *= 2
    }
    throw refusal
  }

  private func errorOrder(_ truth: Mask, steps: Int, seed: UInt64) -> ErrorOrder {
    switch self {
    case .grow: .growing(truth, steps: steps)
    case .shrink: .shrinking(truth, steps: steps)
    case .speckle: .speckling(truth, steps: steps, seed: seed)
    case .boundaryNoise: .boundaryNoise(truth, steps: steps, seed: seed)
    case .holes: .holes(truth, steps: steps, seed: seed)
    case .document, .shift, .fragment: .fragmenting(truth, steps: steps, seed: seed)
    }
  }

  private func check(_ trace: PathTrace, object: NamedObject) throws(PathError) {
    if let refusal = violation(of: trace, object: object) { throw refusal }
  }

  /// The first step at which a measured count does not go as declared.
  func violation(of trace: PathTrace, object: NamedObject) -> PathError? {
    let size = object.mask.foregroundCount
    for (step, (before, after)) in zip(trace.steps, trace.steps.dropFirst()).enumerated() {
      let wasDisjoint = before.falseNegatives == size
      let counts = [
        (
          "false positives", declaration.falsePositives, before.falsePositives, after.falsePositives
        ),
        (
          "false negatives", declaration.falseNegatives, before.falseNegatives, after.falseNegatives
        ),
      ]
      for (name, course, before, after) in counts
      where !course.allows(before, after, wasDisjoint: wasDisjoint) {
        return .notAsDeclared(
          path: id, object: object.name, step: step + 1, count: name, before: before, after: after,
          declared: course.rawValue)
      }
    }
    return nil
  }
}

extension ErrorDeclaration.Course {
  fileprivate func allows(_ before: Int, _ after: Int, wasDisjoint: Bool) -> Bool {
    switch self {
    case .rises: after > before
    case .risesUntilDisjoint: wasDisjoint ? after == before : after > before
    case .none: after == 0
    }
  }
}
