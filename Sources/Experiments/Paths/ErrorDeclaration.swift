import Algorithms

/// What a path says of its false positives and false negatives.
public struct ErrorDeclaration: Hashable, Sendable {
  /// How a count goes from step to step.
  public enum Course: String, Hashable, Sendable {
    /// It is higher at every step than at the one before.
    case rises = "rises at every step"
    /// It rises until prediction and truth have no element in common, and then stays.
    case risesUntilDisjoint = "rises until the overlap is gone, then stays"
    /// It is 0 at every step.
    case none = "is 0 at every step"
  }

  /// FP.
  public let falsePositives: Course
  /// FN.
  public let falseNegatives: Course

  /// Declares how both counts go.
  public init(falsePositives: Course, falseNegatives: Course) {
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }
}

/// A step at which a count does not go as a path declares.
package struct PathViolation: Hashable {
  package let step: Int
  /// Which count it is, in words.
  let name: String
  let before: Int
  let after: Int
  /// How the count should go, in words.
  let declared: String
}

extension ErrorDeclaration {
  /// The first step at which a count does not go as declared.
  ///
  /// - Parameters:
  ///   - counts: FP and FN at steps 0 … K.
  ///   - size: number of elements of the object.
  package func violation(of counts: some Sequence<ErrorCount>, size: Int) -> PathViolation? {
    for (step, (before, after)) in counts.adjacentPairs().enumerated() {
      guard step > 0 || before == .zero else {
        return PathViolation(
          step: 0, name: "wrong elements", before: 0,
          after: before.falsePositives + before.falseNegatives, declared: "is 0 at step 0")
      }
      if let violation = violation(from: before, to: after, step: step + 1, size: size) {
        return violation
      }
    }
    return nil
  }

  /// What does not go as declared between two neighbouring steps, the later of which is `step`.
  func violation(
    from before: ErrorCount, to after: ErrorCount, step: Int, size: Int
  ) -> PathViolation? {
    let wasDisjoint = before.falseNegatives == size
    if !falsePositives.allows(before.falsePositives, after.falsePositives, wasDisjoint) {
      return PathViolation(
        step: step, name: "false positives", before: before.falsePositives,
        after: after.falsePositives, declared: falsePositives.rawValue)
    }
    if !falseNegatives.allows(before.falseNegatives, after.falseNegatives, wasDisjoint) {
      return PathViolation(
        step: step, name: "false negatives", before: before.falseNegatives,
        after: after.falseNegatives, declared: falseNegatives.rawValue)
    }
    return nil
  }
}

extension ErrorDeclaration.Course {
  fileprivate func allows(_ before: Int, _ after: Int, _ wasDisjoint: Bool) -> Bool {
    switch self {
    case .rises: after > before
    case .risesUntilDisjoint: wasDisjoint ? after == before : after > before
    case .none: after == 0
    }
  }
}
