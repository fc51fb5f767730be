import Foundation

/// A pipe whose ends processes that are started later do not inherit.
struct Pipe {
  let reading: Int32
  let writing: Int32

  init() throws(ProcessError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ProcessError("making a pipe") }
    ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
    #if canImport(Darwin)
      _ = fcntl(ends[1], F_SETNOSIGPIPE, 1)
    #endif
    (reading, writing) = (ends[0], ends[1])
  }

  func close() {
    _ = [reading, writing].map { Foundation.close($0) }
  }
}
