import Documents

/// What is wrong with the description of an experiment.
public enum ConfigurationError: Error, Equatable, Sendable {
  /// A value outside its range.
  case outOfRange(String, value: String, expected: String)
  /// An object has no shape, file or mask, or more than one of them.
  case objectSource(String)
  /// Two objects have one name.
  case duplicateObject(String)
  /// No object has this name.
  case unknownObject(String, known: [String])
  /// The same loss with the same parameters is asked for twice.
  case duplicateLoss(String)
  /// The same metric is asked for twice.
  case duplicateMetric(String)
  /// A loss that is computed elsewhere has the name of another curve.
  case duplicateName(String)
  /// An object of the command line cannot be understood.
  case objectArgument(String)
  /// An object of the command line has a kind of shape that there is not, or other numbers than its
  /// kind takes.
  case objectShape(String)
  /// A description of probabilities makes no sense.
  case probabilities(String, reason: String)
  /// Probabilities are described in two ways.
  case twoProbabilities
  /// Two classes of a scene have an element in common.
  case classesOverlap(String, String, at: [Int])
  /// A run-length encoded mask does not fill its grid.
  case maskRuns(total: Int, count: Int)
}

extension ConfigurationError: DecodingProblem {
  public var description: String {
    switch self {
    case .outOfRange(let name, let value, let expected):
      "\(name) is \(value); expected \(expected)"
    case .objectSource(let name):
      "the object '\(name)' needs exactly one of the keys shape and file"
    case .duplicateObject(let name):
      "two objects are named '\(name)'; rename one of them"
    case .unknownObject(let name, let known):
      "there is no object '\(name)'; there are \(known.joined(separator: ", "))"
    case .duplicateLoss(let label):
      "the loss '\(label)' is there twice with the same parameters; remove one of them"
    case .duplicateMetric(let id):
      "the metric '\(id)' is there twice; remove one of them"
    case .duplicateName(let name):
      "two curves are named '\(name)'; rename the external loss"
    case .objectArgument(let argument):
      "'\(argument)' is no object; expected NAME=KIND:NUMBERS, for example ball=disc:12 or "
        + "thin=tube:3:120, or the name of an object of the configuration"
    case .objectShape(let argument):
      "'\(argument)' is no object; expected NAME= and "
        + ObjectShape.Kind.allCases.map(\.form).joined(separator: ", ")
        + "; @ROW:COLUMN after it for another place than the centre"
    case .probabilities(let text, let reason):
      "the probabilities '\(text)' cannot be understood: \(reason)"
    case .twoProbabilities:
      "there are both of the keys probabilities and confidence; keep one, confidence: 0.9 is short "
        + "for probabilities: two-valued:0.9"
    case .classesOverlap(let first, let second, let place):
      "the classes '\(first)' and '\(second)' both have the element \(place); an element has one class: "
        + "move one of them, for example NAME=disc:12@ROW:COLUMN"
    case .maskRuns(let total, let count):
      "the runs of a mask cover \(total) elements; expected the \(count) of its grid"
    }
  }
}
