import Losses

/// What is wrong with the description of an experiment.
public enum ConfigurationError: Error, Equatable, Sendable {
  /// A key that no experiment has.
  case unknownKey(String, at: String, nearest: String)
  /// A value of the wrong type, or a key that is missing.
  case malformed(String, at: String)
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
  /// A loss that is computed elsewhere has the name of another curve.
  case duplicateName(String)
  /// An object of the command line cannot be understood.
  case objectArgument(String)
  /// What is wrong with a configuration in a file.
  case inFile(String, String)
  /// A run-length encoded mask does not fill its grid.
  case maskRuns(total: Int, count: Int)
}

extension ConfigurationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownKey(let key, let path, let nearest):
      "unknown key '\(key)' at \(path); did you mean '\(nearest)'?"
    case .malformed(let what, let path):
      "\(what) at \(path)"
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
    case .duplicateName(let name):
      "two curves are named '\(name)'; rename the external loss"
    case .objectArgument(let argument):
      "'\(argument)' is no object; expected NAME=KIND:NUMBERS, for example ball=disc:12 or "
        + "thin=tube:3:120, or the name of an object of the configuration"
    case .inFile(let path, let what):
      "\(path): \(what)"
    case .maskRuns(let total, let count):
      "the runs of a mask cover \(total) elements; expected the \(count) of its grid"
    }
  }
}

extension ConfigurationError {
  /// One line for what a decoder has to say.
  public init(_ error: DecodingError) {
    switch error {
    case .typeMismatch(let type, let context):
      self = .malformed(
        "expected \(Self.name(of: type))", at: context.codingPath.description)
    case .valueNotFound(let type, let context):
      self = .malformed(
        "no value; expected \(Self.name(of: type))", at: context.codingPath.description)
    case .keyNotFound(let key, let context):
      self = .malformed("missing key '\(key.stringValue)'", at: context.codingPath.description)
    case .dataCorrupted(let context):
      if let known = context.underlyingError as? ConfigurationError {
        self = known
      } else {
        let line = context.debugDescription.split(separator: "\n").joined(separator: " ")
        self = .malformed(line, at: context.codingPath.description)
      }
    @unknown default:
      self = .malformed("\(error)", at: "the top level")
    }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is Double.Type: "a number"
    case is Int.Type: "a whole number"
    case is UInt64.Type: "a whole number of at least 0"
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is any Collection.Type: "a list or a mapping"
    default: "a \(type)"
    }
  }
}
