import Losses

/// A way in which a prediction drifts from the truth, one mask a step.
public enum ErrorPath: String, Hashable, Sendable, Codable, CaseIterable {
  /// The object moves along x by a constant distance a step and may grow a little: the strip of the
  /// article.
  case document
  /// The object moves along x.
  case shift
  /// The object grows to three times its size, nearest elements first.
  case grow
  /// The object shrinks to a tenth of its size, outermost elements first.
  case shrink
  /// Random elements are wrong, inside and outside; a wrong element stays wrong.
  case speckle
  /// Random elements near the boundary are wrong; a wrong element stays wrong.
  case boundaryNoise = "boundary-noise"
  /// Holes grow inside the object.
  case holes
  /// Cuts through the object widen until it falls apart.
  case fragment

  /// Identifier for command lines and tables.
  public var id: String { rawValue }

  /// Whether the steps depend on a seed.
  public var isRandom: Bool {
    switch self {
    case .document, .shift, .grow, .shrink: false
    case .speckle, .boundaryNoise, .holes, .fragment: true
    }
  }

  /// What the path does, in a few words.
  public var summary: String {
    switch self {
    case .document: "moves along x at constant speed and may grow, as in the article's strip"
    case .shift: "moves along x at constant speed"
    case .grow: "grows to three times its size"
    case .shrink: "shrinks to a tenth of its size"
    case .speckle: "random wrong elements inside and outside, nested"
    case .boundaryNoise: "random wrong elements near the boundary, nested"
    case .holes: "holes grow inside it"
    case .fragment: "cuts through it widen until it falls apart"
    }
  }

  /// How FP and FN go from step to step; what is measured is compared with it.
  public var declaration: ErrorDeclaration {
    switch self {
    case .document: ErrorDeclaration(falsePositives: .rises, falseNegatives: .risesUntilDisjoint)
    case .shift:
      ErrorDeclaration(falsePositives: .risesUntilDisjoint, falseNegatives: .risesUntilDisjoint)
    case .grow: ErrorDeclaration(falsePositives: .rises, falseNegatives: .none)
    case .shrink, .holes, .fragment:
      ErrorDeclaration(falsePositives: .none, falseNegatives: .rises)
    case .speckle, .boundaryNoise:
      ErrorDeclaration(falsePositives: .rises, falseNegatives: .rises)
    }
  }
}

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
}
