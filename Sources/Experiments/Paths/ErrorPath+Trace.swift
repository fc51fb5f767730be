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
    let trace = try unchecked(of: object, steps: steps, seed: seed)
    guard let refusal = violation(of: trace, object: object) else { return trace }
    // Only a moving object can be refused here, where a number of steps decides on the speed.
    let largest = (1..<steps).reversed().first { fewer in
      guard let trace = try? unchecked(of: object, steps: fewer, seed: seed) else { return false }
      return violation(of: trace, object: object) == nil
    }
    throw refusal.error(path: self, object: object, largest: largest ?? 0)
  }

  /// The steps, whether or not they go as declared.
  private func unchecked(
    of object: NamedObject, steps: Int, seed: UInt64
  ) throws(PathError) -> PathTrace {
    switch self {
    case .document:
      return documentTrace(
        of: object, try Translation(of: object, path: self, steps: steps), steps: steps)
    case .shift:
      return try Translation(of: object, path: self, steps: steps).trace(growth: 0, steps: steps)
    default:
      let order = errorOrder(object.mask, steps: steps, seed: seed)
      try order.requireRoom(path: self, object: object, steps: steps)
      return order.trace(of: object.mask, steps: steps)
    }
  }

  /// Of the growths 0, 1, 2, 4, … elements a step the smallest with which FP and FN go as declared;
  /// no growth where none does.
  private func documentTrace(
    of object: NamedObject, _ translation: Translation, steps: Int
  ) -> PathTrace {
    let first = translation.trace(growth: 0, steps: steps)
    guard violation(of: first, object: object) != nil else { return first }
    var growth = 1
    while growth * steps < object.mask.grid.count - object.mask.foregroundCount {
      let trace = translation.trace(growth: growth, steps: steps)
      if violation(of: trace, object: object) == nil { return trace }
      growth *= 2
    }
    return first
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

  /// The first step at which a measured count does not go as declared.
  func violation(of trace: PathTrace, object: NamedObject) -> PathViolation? {
    let size = object.mask.foregroundCount
    for (step, (before, after)) in zip(trace.steps, trace.steps.dropFirst()).enumerated() {
      let wasDisjoint = before.falseNegatives == size
      let counts = [
        (true, declaration.falsePositives, before.falsePositives, after.falsePositives),
        (false, declaration.falseNegatives, before.falseNegatives, after.falseNegatives),
      ]
      for (isOfFalsePositives, course, before, after) in counts
      where !course.allows(before, after, wasDisjoint: wasDisjoint) {
        return PathViolation(
          step: step + 1, isOfFalsePositives: isOfFalsePositives, before: before, after: after,
          declared: course)
      }
    }
    return nil
  }
}

/// A step at which a measured count does not go as a path declares.
struct PathViolation: Hashable {
  let step: Int
  /// FP, or else FN.
  let isOfFalsePositives: Bool
  let before: Int
  let after: Int
  let declared: ErrorDeclaration.Course

  /// The refusal of the path.
  func error(path: ErrorPath, object: NamedObject, largest: Int) -> PathError {
    .notAsDeclared(
      path: path.id, object: object.name, step: step,
      count: isOfFalsePositives ? "false positives" : "false negatives", before: before,
      after: after, declared: declared.rawValue, largest: largest)
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
