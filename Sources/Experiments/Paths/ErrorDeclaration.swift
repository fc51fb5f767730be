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
    /// It is nowhere lower than at the step before.
    case neverFalls = "never falls"
    /// Its mean over the seeds is higher at the last step than at the first.
    case risesOnAverage = "rises on average over the seeds"
    /// It is that of step 0, which need not be 0, at every step.
    case stays = "stays as it is"
    /// Nothing is said of it.
    case any = "is measured"
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
      guard step > 0 || startsWrong || before == .zero else {
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

  /// Whether nothing is said of any count.
  var isUndeclared: Bool { falsePositives == .any && falseNegatives == .any }

  /// A count whose mean over the seeds should rise and is no higher at the last step than at the first.
  ///
  /// - Parameters:
  ///   - runs: the counts of each seed.
  ///   - isEmpty: whether the truth is, so that there can be no false negatives.
  func violation(ofMeans runs: [[ErrorCount]], isEmpty: Bool) -> PathViolation? {
    let counts: [(String, Course, (ErrorCount) -> Int)] = [
      ("mean false positives", falsePositives, \.falsePositives),
      ("mean false negatives", isEmpty ? .any : falseNegatives, \.falseNegatives),
    ]
    for (name, course, count) in counts where course == .risesOnAverage {
      let ends = [\[ErrorCount].first, \[ErrorCount].last].map { end in
        runs.reduce(0.0) { $0 + Double($1[keyPath: end].map(count) ?? 0) } / Double(runs.count)
      }
      if !(ends[1] > ends[0]) {
        return PathViolation(
          step: (runs.first?.count ?? 1) - 1, name: name, before: ends[0], after: ends[1],
          declared: course.rawValue)
      }
    }
    return nil
  }

  /// Whether the prediction is wrong from step 0 on.
  private var startsWrong: Bool {
    [falsePositives, falseNegatives].contains { $0 == .stays || $0 == .any }
  }

  /// Whether a count rises on average alone, so that steps fluctuate.
  package var isNoisy: Bool { [falsePositives, falseNegatives].contains(.risesOnAverage) }

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
    case .risesSoftly, .risesOnAverage, .any: true
    case .neverFalls: after >= before
    case .stays: after == before
    case .none: after == 0
    }
  }
}
