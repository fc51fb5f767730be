import Texts

/// Why a path cannot be followed.
public enum PathError: Error, Equatable, Sendable {
  /// No path has this identifier.
  case unknown(String, nearest: String)
  /// Two paths of a registry have the same identifier.
  case duplicate(String)
  /// There is not enough room, object or background for so many steps; `possible` is a number of
  /// steps that there is room for, none where there is no such number.
  case tooManySteps(path: String, object: String, steps: Int, possible: Int?, reason: String)
  /// The object cannot move so many of its widths before it reaches the border; `possible` is a reach
  /// for which there is room, none where there is hardly any.
  case noRoom(path: String, object: String, reach: Double, possible: Double?)
  /// The path is not for such objects.
  case unsuited(path: String, object: String, reason: String)
  /// A count does not go as the path declares; `possible` is a number of steps with which it does,
  /// where one is known.
  case notAsDeclared(
    path: String, object: String, step: Int, count: String, before: Double, after: Double,
    declared: String, possible: Int?)

  /// Whether it is about one object along one path, and the others are possible all the same.
  var isAboutOneScene: Bool {
    switch self {
    case .unknown, .duplicate: false
    case .tooManySteps, .noRoom, .unsuited, .notAsDeclared: true
    }
  }
}

extension PathError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let id, let nearest):
      "there is no error path '\(id)'; did you mean '\(nearest)'? "
        + "`reproduce-figure paths` lists them all"
    case .duplicate(let id):
      "two error paths have the identifier '\(id)'; give one of them another"
    case .tooManySteps(let path, let object, let steps, let possible, let reason):
      "the path '\(path)' cannot take \(counted(steps, "step")) on the object '\(object)': \(reason); "
        + Self.advice(possible)
    case .unsuited(let path, let object, let reason):
      "the path '\(path)' is not for the object '\(object)': \(reason); choose another path"
    case .noRoom(let path, let object, let reach, let possible):
      "the path '\(path)' cannot move the object '\(object)' by \(shortNumber(reach)) of its widths "
        + "before it reaches the border; "
        + (possible.map { "--reach \(shortNumber($0)) is possible, " } ?? "")
        + "as is a larger grid or another path"
    case .notAsDeclared(
      let path, let object, let step, let count, let before, let after, let said, let possible):
      "the path '\(path)' on the object '\(object)' is refused: its \(count) go from \(shortNumber(before)) "
        + "to \(shortNumber(after)) at step \(step), but it declares that this count \(said); "
        + Self.advice(possible)
    }
  }

  private static func advice(_ possible: Int?) -> String {
    possible.map { "--steps \($0) is possible" }
      ?? "no number of steps is known to be possible; choose another path or a larger grid"
  }

  /// The refusal of a path.
  init(_ violation: PathViolation, path: any ErrorPath, object: NamedObject, possible: Int?) {
    self = .notAsDeclared(
      path: path.id, object: object.name, step: violation.step, count: violation.name,
      before: violation.before, after: violation.after, declared: violation.declared,
      possible: possible)
  }
}
