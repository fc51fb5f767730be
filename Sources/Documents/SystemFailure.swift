import Foundation

/// What the system says of a failed call, and what to do about it. Both read `errno`, so that they are
/// called at once.
enum SystemFailure {
  /// Why a file could not be read.
  static func reading(_ path: String) -> String {
    switch errno {
    case ENOENT, ENOTDIR: "there is no such file"
    case EACCES, EPERM: "reading it is not permitted; change its permissions"
    case let code: text(code)
    }
  }

  /// Why a file or a folder could not be written.
  static func writing(_ path: String) -> String {
    // Looking at the path below changes `errno`.
    let failure = errno
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    switch failure {
    case ENOSPC: return "the disk is full; free some space, or write to another disk"
    case EDQUOT: return "the quota of the disk is used up; free some space, or write elsewhere"
    case EFBIG:
      return "the limit of the size of files is reached; raise it (ulimit -f), or write less"
    case ENOENT: return "there is no folder \(folder); make it first, or write elsewhere"
    case ENOTDIR: return "a part of \(folder) is no folder; write elsewhere"
    case EISDIR: return "there is a folder of that name; give another name"
    case EACCES, EPERM:
      return "writing is not permitted in \(folder); change its permissions, or write elsewhere"
    case EROFS: return "the disk can only be read; write to another disk"
    case let code: return text(code)
    }
  }

  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
