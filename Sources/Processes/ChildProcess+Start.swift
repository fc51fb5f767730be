import Foundation

extension ChildProcess {
  /// A pipe whose ends processes that are started later do not inherit.
  private struct Pipe {
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

  /// A process and our ends of its standard streams, none of which waits.
  struct Started {
    let id: pid_t
    let input: Int32
    let output: Int32
    let errors: Int32
  }

  /// Starts a command and makes its pipes.
  static func start(
    _ command: String, marked mark: String
  ) throws(ProcessError) -> Started {
    var pipes: [Pipe] = []
    do throws(ProcessError) {
      for _ in 0..<3 { pipes.append(try Pipe()) }
      let id = try spawn(
        command, marked: mark,
        streams: [pipes[0].reading, pipes[1].writing, pipes[2].writing])
      let (input, output, errors) = (pipes[0].writing, pipes[1].reading, pipes[2].reading)
      for theirs in [pipes[0].reading, pipes[1].writing, pipes[2].writing] { close(theirs) }
      for ours in [input, output, errors] {
        _ = fcntl(ours, F_SETFL, fcntl(ours, F_GETFL) | O_NONBLOCK)
      }
      return Started(id: id, input: input, output: output, errors: errors)
    } catch {
      pipes.forEach { $0.close() }
      throw error
    }
  }

  /// Starts a shell that leads a group of its own and does not inherit what this process ignores.
  ///
  /// - Parameter streams: its standard input, output and error.
  private static func spawn(
    _ command: String, marked mark: String, streams: [Int32]
  ) throws(ProcessError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (number, stream) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
    }
    var none = sigset_t()
    sigemptyset(&none)
    var reset = sigset_t()
    sigemptyset(&reset)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&reset, number) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &reset)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    let own = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var (arguments, environment) = (cStrings(["sh", "-c", command]), cStrings(own + [mark]))
    defer { (arguments + environment).forEach { free($0) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, "/bin/sh", &actions, &attributes, &arguments, &environment)
    guard code == 0 else { throw ProcessError("starting /bin/sh", code: code) }
    return id
  }

  /// Texts as the system takes them, with none after the last; to be freed.
  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}

/// Writes to a pipe whose reader may be gone, without the signal that would end this process: the
/// signal is held back for this thread alone, and taken away where it was this write that raised it.
func withoutSIGPIPE(_ write: () -> Int) -> Int {
  #if canImport(Darwin)
    return write()
  #else
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    var pending = sigset_t()
    sigpending(&pending)
    let wasPending = sigismember(&pending, SIGPIPE) == 1
    var former = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &former)
    let result = write()
    let code = errno
    if result < 0 && code == EPIPE && !wasPending {
      var immediately = timespec()
      while sigtimedwait(&pipeSignal, nil, &immediately) < 0 && errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &former, nil)
    errno = code
    return result
  #endif
}
