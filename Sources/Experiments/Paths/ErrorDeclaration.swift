import Algorithms

/// What a path says of its false positives and false negatives.
public struct ErrorDeclaration: Hashable, Sendable {
  /// How a count goes from step to step.
  public enum Course: String, Hashable, Sendable {
    /// It is higher at every step than at the one before.
    case rises = "rises at every step"
    /// As a sum of probabilities, for a sigmoid of one element, it is higher at every step than at the
    /// one before, until prediction and truth have no element in common; what masks show is that,
    /// rounded to whole elements.
    case risesSoftly = "rises as a sum of probabilities until the overlap is gone"
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
  let before: Double
  let after: Double
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
          after: Double(before.falsePositives + before.falseNegatives), declared: "is 0 at step 0")
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
    let counts = [
      ("false positives", falsePositives, before.falsePositives, after.falsePositives),
      ("false negatives", falseNegatives, before.falseNegatives, after.falseNegatives),
    ]
    for (name, course, before, after) in counts
    where !course.allows(before, after, wasDisjoint) {
      return PathViolation(
        step: step, name: name, before: Double(before), after: Double(after),
        declared: course.rawValue)
    }
    return nil
  }

  /// Whether soft sums are to be looked at, too.
  var isSoft: Bool { [falsePositives, falseNegatives].contains(.risesSoftly) }

  /// The first step at which a soft sum does not rise that is declared to.
  ///
  /// - Parameter sums: as long as prediction and truth overlap.
  func violation(of sums: some Sequence<SoftErrors>) -> PathViolation? {
    for (step, (before, after)) in sums.adjacentPairs().enumerated() {
      let sums = [
        ("soft false positives", falsePositives, before.falsePositives, after.falsePositives),
        ("soft false negatives", falseNegatives, before.falseNegatives, after.falseNegatives),
      ]
      for (name, course, before, after) in sums
      where course == .risesSoftly && !(after > before) {
        return PathViolation(
          step: step + 1, name: name, before: before, after: after, declared: course.rawValue)
      }
    }
    return nil
  }
}

extension ErrorDeclaration.Course {
  fileprivate func allows(_ before: Int, _ after: Int, _ wasDisjoint: Bool) -> Bool {
    switch self {
    case .rises: after > before
    case .risesUntilDisjoint: wasDisjoint ? after == before : after > before
    case .risesSoftly: true
    case .none: after == 0
    }
  }
}
