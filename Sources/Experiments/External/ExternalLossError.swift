import Texts

/// What went wrong with a loss that another process computes.
public enum ExternalLossError: Error, Equatable, Sendable {
  /// The process could not be started.
  case notStarted(loss: String, reason: String)
  /// The process gave no answer in time.
  case timedOut(
    loss: String, seconds: Double, request: Int, standardError: String, version: Int)
  /// The process ended before it had answered every request.
  case ended(loss: String, status: Int32, request: Int, standardError: String)
  /// An answer is none: in version 1 of the protocol, no finite number.
  case garbage(
    loss: String, answer: String, request: Int, standardError: String, version: Int)
  /// What a process says of its loss makes no sense.
  case handshake(loss: String, reason: String, answer: String, standardError: String)
  /// The loss itself says that it cannot be computed; others may be.
  case refused(loss: String, reason: String, request: Int)
  /// The value or an element of the gradient is not a finite number; others may be.
  case notFinite(loss: String, String, request: Int)
  /// The arrays of a request could not be handed over.
  case arrays(loss: String, reason: String)
  /// The process answered more often than it was asked.
  case surplus(loss: String, answer: String, requests: Int, standardError: String)
}

extension ExternalLossError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notStarted(let loss, let reason):
      "the external loss '\(loss)' did not start: \(reason)"
    case .timedOut(let loss, let seconds, let request, let standardError, let version):
      "the external loss '\(loss)' gave no answer to request \(request) within \(seconds) s; "
        + "expected \(Self.line(version)), flushed after each" + Self.tail(standardError)
    case .ended(let loss, let status, let request, let standardError):
      "the external loss '\(loss)' ended with status \(status) before it answered request "
        + "\(request)" + Self.tail(standardError)
    case .garbage(let loss, let answer, let request, let standardError, let version):
      "the external loss '\(loss)' answered '\(answer)' to request \(request); "
        + "expected \(Self.line(version))" + Self.tail(standardError)
    case .handshake(let loss, let reason, let answer, let standardError):
      "the external loss '\(loss)' introduced itself with \(answer): \(reason); expected a line of "
        + "JSON as {\"protocol\": 2, \"gradient\": true}" + Self.tail(standardError)
    case .refused(let loss, let reason, let request):
      "the external loss '\(loss)' could not answer request \(request): \(reason)"
    case .notFinite(let loss, let what, let request):
      "the external loss '\(loss)' gave \(what) to request \(request); expected finite numbers"
    case .arrays(let loss, let reason):
      "arrays could not be handed to the external loss '\(loss)': \(reason)"
    case .surplus(let loss, let answer, let requests, let standardError):
      "the external loss '\(loss)' wrote '\(answer)' without being asked, after \(counted(requests, "request")); "
        + "expected one line for each request and nothing else" + Self.tail(standardError)
    }
  }

  private static func line(_ version: Int) -> String {
    version == 1
      ? "one finite number a line" : "a line as {\"id\": 1, \"value\": 0.5} for each request"
  }

  private static func tail(_ standardError: String) -> String {
    standardError.isEmpty ? "" : "; its standard error ends with: \(standardError)"
  }
}
