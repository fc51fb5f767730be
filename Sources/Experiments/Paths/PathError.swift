/// Why a path cannot be followed.
public enum PathError: Error, Equatable, Sendable {
  /// No path has this identifier.
  case unknown(String, nearest: String)
  /// There is not enough room, object or background for so many steps.
  case tooManySteps(path: String, object: String, steps: Int, largest: Int, reason: String)
  /// A count does not go as the path declares; `largest` is the largest number of steps with which it
  /// does, 0 where there is none.
  case notAsDeclared(
    path: String, object: String, step: Int, count: String, before: Int, after: Int,
    declared: String, largest: Int)
}

extension PathError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let id, let nearest):
      "there is no error path '\(id)'; did you mean '\(nearest)'? "
        + "`reproduce-figure paths` lists them all"
    case .tooManySteps(let path, let object, let steps, let largest, let reason):
      "the path '\(path)' cannot take \(steps) steps on the object '\(object)': \(reason); "
        + Self.advice(largest)
    case .notAsDeclared(
      let path, let object, let step, let count, let before, let after, let said, let largest):
      "the path '\(path)' on the object '\(object)' is refused: its \(count) go from \(before) to "
        + "\(after) at step \(step), but it declares that this count \(said); "
        + Self.advice(largest)
    }
  }

  private static func advice(_ largest: Int) -> String {
    largest >= 1
      ? "the largest usable number is --steps \(largest)"
      : "no number of steps is possible; choose another path or a larger grid"
  }
}
