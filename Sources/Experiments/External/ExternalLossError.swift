import Texts

/// What went wrong with a loss that another process computes.
public enum ExternalLossError: Error, Equatable, Sendable {
  /// The process could not be started.
  case notStarted(loss: String, reason: String)
  /// The process gave no answer in time.
  case timedOut(loss: String, seconds: Double, request: Int, standardError: String)
  /// The process ended before it had answered every request.
  case ended(loss: String, status: Int32, request: Int, standardError: String)
  /// An answer is not a finite number.
  case garbage(loss: String, answer: String, request: Int, standardError: String)
  /// The process answered more often than it was asked.
  case surplus(loss: String, answer: String, requests: Int, standardError: String)
}

extension ExternalLossError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notStarted(let loss, let reason):
      "the external loss '\(loss)' did not start: \(reason)"
    case .timedOut(let loss, let seconds, let request, let standardError):
      "the external loss '\(loss)' gave no answer to request \(request) within \(seconds) s; "
        + "expected one number a line, flushed after each" + Self.tail(standardError)
    case .ended(let loss, let status, let request, let standardError):
      "the external loss '\(loss)' ended with status \(status) before it answered request "
        + "\(request)" + Self.tail(standardError)
    case .garbage(let loss, let answer, let request, let standardError):
      "the external loss '\(loss)' answered '\(answer)' to request \(request); "
        + "expected one finite number a line" + Self.tail(standardError)
    case .surplus(let loss, let answer, let requests, let standardError):
      "the external loss '\(loss)' wrote '\(answer)' without being asked, after \(counted(requests, "request")); "
        + "expected one line for each request and nothing else" + Self.tail(standardError)
    }
  }

  private static func tail(_ standardError: String) -> String {
    standardError.isEmpty ? "" : "; its standard error ends with: \(standardError)"
  }
}
