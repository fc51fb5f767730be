import Foundation

/// A command of the program as a whole process: what a user waits for.
struct WholeCommand {
  /// What the table calls it.
  let title: String
  let arguments: [String]
  /// Seconds that it is meant to take at most.
  let target: Double
  /// How often it is timed after a warm-up; once, without one, where this is 0.
  let rounds: Int
  /// The array that it works on, for which memory is told in fields, and the most of them wanted.
  var fields: (input: BenchmarkInput, target: Double)?

  /// Those of the page.
  ///
  /// - Parameters:
  ///   - volume: a volume of a user's size.
  ///   - folder: where the arrays of inputs are, and where results go.
  static func all(volume: BenchmarkInput, folder: String, quick: Bool) -> [WholeCommand] {
    func output(_ name: String) -> [String] { ["--output", "\(folder)/\(name)"] }
    let short = [
      WholeCommand(title: "`--help`", arguments: ["--help"], target: 0.02, rounds: 20),
      WholeCommand(
        title: "default figure", arguments: ["figure"] + output("figure"), target: 0.35, rounds: 7),
    ]
    guard !quick else { return short }
    let studies = [("landscape", 30.0), ("robustness", 60), ("agreement", 60)].map {
      study, target in
      WholeCommand(
        title: "`\(study)`, as it is by default", arguments: [study] + output(study),
        target: target, rounds: 0)
    }
    let paths = "grow,shrink,speckle"
    return short + studies + [
      WholeCommand(
        title: "figure of a volume of \(volume.title), three paths",
        arguments: [
          "figure", "--truth", "\(folder)/\(volume.name)-truth.npy", "--path", paths,
          "--spacing", "3,0.8,0.8",
        ] + output("volume"), target: 20, rounds: 0, fields: (volume, 12))
    ]
  }
}

/// What a command cost.
struct CommandCost: Codable {
  let title: String
  let seconds: Double
  let target: Double
  /// The most memory that the process had, in bytes.
  var peak: Double?
  /// The same in fields of double precision of its input, and the most that is wanted.
  var fields: Double?
  var fieldsTarget: Double?
  /// Time in all processors.
  var processorSeconds: Double?

  /// Whether it took no longer and no more memory than it was meant to.
  var isMet: Bool {
    seconds <= target && (fields ?? 0) <= (fieldsTarget ?? .infinity)
  }

  /// Runs a command; the median of the times, and what the run with that time had.
  ///
  /// - Parameter starter: this program, of which another process starts the command: the system counts the
  ///   memory that a process has had before it became another program, and here there are fields.
  static func measure(
    _ command: WholeCommand, program: String, starter: String
  ) throws -> CommandCost {
    func run() throws -> Run {
      try Run.started(by: starter, [program] + command.arguments)
    }
    if command.rounds > 0 { _ = try run() }
    var runs: [Run] = []
    for _ in 0..<max(command.rounds, 1) { runs.append(try run()) }
    let median = runs.sorted { $0.seconds < $1.seconds }[runs.count / 2]
    var cost = CommandCost(
      title: command.title, seconds: median.seconds, target: command.target, peak: median.peak,
      processorSeconds: median.processorSeconds)
    if let fields = command.fields {
      cost.fields = median.peak / Double(8 * fields.input.count)
      cost.fieldsTarget = fields.target
    }
    return cost
  }

  /// What one run of a command cost.
  struct Run: Codable {
    let seconds: Double
    let processorSeconds: Double
    let peak: Double

    /// Has another process of this program start a command.
    static func started(by starter: String, _ command: [String]) throws -> Run {
      let words = [starter, "run"] + command
      guard let output = Machine.output(of: words) else {
        throw BenchmarkError("\(words.joined(separator: " ")) failed")
      }
      return try JSONDecoder().decode(Run.self, from: Data(output.utf8))
    }
  }

  /// Runs a command whose outputs go nowhere.
  static func run(_ command: [String]) throws -> Run {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var words = command.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process = pid_t()
    let start = ContinuousClock.now
    guard posix_spawn(&process, command[0], &actions, nil, &words, environ) == 0 else {
      throw BenchmarkError("\(command[0]) did not start")
    }
    var (status, usage): (Int32, rusage) = (0, rusage())
    guard wait4(process, &status, 0, &usage) == process, status == 0 else {
      throw BenchmarkError("\(command.joined(separator: " ")) failed with status \(status)")
    }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return Run(
      seconds: (ContinuousClock.now - start).seconds,
      processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peak: Double(usage.ru_maxrss) * 1024)
  }
}

extension Results {
  /// What whole commands cost.
  var commandTable: String {
    guard !commands.isEmpty else { return "" }
    var lines = [
      "## Whole commands", "",
      "Each a process of its own from its start to its end, in the usual build: the median of seven "
        + "(`--help`: 20) after a warm-up, and one run of what takes longer than a second. Requests to a "
        + "loss that computes nothing and a step are timed inside the benchmark. *Peak* is the most memory "
        + "of the process, also in fields of double precision where a file is its input.", "",
      "| command | seconds | target | processor seconds | peak MB | peak in fields | target | met |",
      "|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for cost in commands {
      let cells = [
        cost.title, number(cost.seconds), number(cost.target), number(cost.processorSeconds),
        number(cost.peak.map { $0 / 1e6 }), number(cost.fields), number(cost.fieldsTarget),
        cost.isMet ? "yes" : "**no**",
      ]
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }
}
