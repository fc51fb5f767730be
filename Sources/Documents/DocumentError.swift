/// What is wrong with a document that people or programs wrote.
public enum DocumentError: Error, Equatable, Sendable {
  /// A key that documents of this kind do not have.
  case unknownKey(String, at: String, nearest: String)
  /// A value of the wrong type, or a key that is missing.
  case malformed(String, at: String)
  /// What is wrong with a value, as the type that holds it says.
  case invalid(String)
  /// What is wrong with a file.
  case inFile(String, String)
}

/// An error that a type throws while it is decoded, and whose description says what is wrong.
public protocol DecodingProblem: Error, CustomStringConvertible {}

extension DocumentError: DecodingProblem {
  public var description: String {
    switch self {
    case .unknownKey(let key, let path, let nearest):
      "unknown key '\(key)' at \(path); did you mean '\(nearest)'?"
    case .malformed(let what, let path):
      "\(what) at \(path)"
    case .invalid(let what):
      what
    case .inFile(let path, let what):
      "\(path): \(what)"
    }
  }
}

extension DocumentError {
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
      switch context.underlyingError {
      case let known as DocumentError: self = known
      case let known as any DecodingProblem: self = .invalid("\(known)")
      default:
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
