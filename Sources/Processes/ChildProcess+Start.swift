import Foundation

extension ChildProcess {
  /// A process and our ends of its standard streams, none of which waits.
  struct Started {
    let id: pid_t
    let input: Int32
    let output: Int32
    let errors: Int32
    /// Who ends it if this program cannot.
    let watchdog: Watchdog
  }

  /// Starts a command and makes its pipes.
  static func start(
    _ command: String, marked mark: String
  ) throws(ProcessError) -> Started {
    var pipes: [Pipe] = []
    var watchdog: Watchdog?
    do throws(ProcessError) {
      for _ in 0..<3 { pipes.append(try Pipe()) }
      let watching = try Watchdog(mark: mark)
      watchdog = watching
      let id = try spawn(
        [command], adding: [mark],
        streams: [pipes[0].reading, pipes[1].writing, pipes[2].writing])
      watching.add(group: id)
      let (input, output, errors) = (pipes[0].writing, pipes[1].reading, pipes[2].reading)
      for theirs in [pipes[0].reading, pipes[1].writing, pipes[2].writing] { close(theirs) }
      for ours in [input, output, errors] {
        _ = fcntl(ours, F_SETFL, fcntl(ours, F_GETFL) | O_NONBLOCK)
      }
      return Started(
        id: id, input: input, output: output, errors: errors, watchdog: watching)
    } catch {
      watchdog?.end()
      pipes.forEach { $0.close() }
      throw error
    }
  }

  /// Starts a shell that leads a group of its own and does not inherit what this process ignores.
  ///
  /// - Parameters:
  ///   - command: what it runs, its name for itself and its parameters.
  ///   - entries: entries of its environment besides those of this process.
  ///   - streams: its standard input and, where they are not those of this process, output and error.
  static func spawn(
    _ command: [String], adding entries: [String] = [], streams: [Int32]
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
    var (arguments, environment) = (cStrings(["sh", "-c"] + command), cStrings(own + entries))
    defer { (arguments + environment).forEach { free($0) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, "/bin/sh", &actions, &attributes, &arguments, &environment)
    guard code == 0 else { throw ProcessError("starting /bin/sh", code: code) }
    return id
  }

  /// Waits until a process has ended; its raw status.
  @discardableResult
  static func waitToEnd(_ id: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    return status
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
