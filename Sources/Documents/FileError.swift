/// What is wrong with a file.
public enum FileError: Error, Equatable, Sendable {
  /// It cannot be read.
  case notReadable(String, reason: String)
  /// It is larger than ``FileLimits`` allow.
  case tooLarge(String, what: String)
  /// It does not hold what it should.
  case malformed(String, reason: String)
  /// It, or the folder that it should be in, cannot be written.
  case notWritable(String, reason: String)

  /// Whether writing failed, not reading.
  public var isAboutWriting: Bool {
    if case .notWritable = self { true } else { false }
  }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notReadable(let path, let reason): "cannot read \(path): \(reason)"
    case .tooLarge(let path, let what): "\(path) is too large: \(what)"
    case .malformed(let path, let reason): "\(path): \(reason)"
    case .notWritable(let path, let reason): "cannot write \(path): \(reason)"
    }
  }
}

/// How large files may be. A malformed or malicious file must not take all memory.
public enum FileLimits {
  /// Bytes of a file: 2 GiB.
  public static let bytes = 1 << 31
  /// Elements of an array: 2²⁸, a volume of 645³.
  public static let elements = 1 << 28
  /// Bytes of a header or of an archive's table.
  public static let headerBytes = 1 << 20
}
