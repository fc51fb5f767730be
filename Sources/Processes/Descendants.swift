import Foundation

/// What a command has started, wherever that has gone: a mark in the environment, which every process
/// hands on to those that it starts, tells it from all others.
///
/// A group of processes does not hold what has begun a session of its own. On systems without `/proc`
/// there is nothing to look for, and the group alone is ended.
struct Descendants: Sendable {
  /// The entry of the environment.
  let mark: String

  private static let name = "REPRODUCE_FIGURE_CHILD"

  /// A mark that nobody else has.
  init() { mark = "\(Self.name)=\(UUID().uuidString)" }

  /// Ends every process that bears the mark. What is started while others are being ended is found
  /// when they are looked for again.
  func end() {
    for _ in 0..<20 {
      let found = running()
      guard !found.isEmpty else { return }
      for id in found { kill(id, SIGKILL) }
      usleep(1000)
    }
  }

  /// The processes that bear the mark; of one that has ended already nothing can be read.
  private func running() -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let own = getpid()
    let bytes = Data(mark.utf8)
    return names.compactMap { pid_t($0) }.filter { id in
      id != own && Self.environment(of: id).range(of: bytes) != nil
    }
  }

  /// The environment that a process was started with; empty where it may not be read. Files of `/proc`
  /// do not tell their size.
  private static func environment(of id: pid_t) -> Data {
    let descriptor = open("/proc/\(id)/environ", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return Data() }
    defer { close(descriptor) }
    var (environment, buffer) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
      environment.append(contentsOf: buffer.prefix(count))
    }
    return environment
  }
}
