/// Why a file could not be written.
public enum OutputError: Error, Equatable, Sendable {
  case cannotWrite(path: String, reason: String)
}

extension OutputError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotWrite(let path, let reason):
      "cannot write '\(path)': \(reason); give a folder that exists and may be written to"
    }
  }
}
