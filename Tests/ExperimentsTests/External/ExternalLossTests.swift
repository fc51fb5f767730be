import Experiments
import Foundation
import Losses
import Processes
import TestSupport
import Testing

/// Losses that other processes compute, well and badly.
@Suite struct ExternalLossTests {
  /// Two discs of four steps, with the losses that claim 2 names and another.
  static let configuration: ExperimentConfiguration = {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [16, 40]
    configuration.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 5)),
      ObjectSpecification(name: "small", shape: .disc(radius: 1)),
    ]
    configuration.steps = 4
    configuration.repeats = 3
    configuration.losses = ["focal", "combo", "dice"].map { LossSelection($0) }
    return configuration
  }()

  private static func run(
    _ command: String, timeout: Double = 60, paths: [String] = ["slide"]
  ) throws -> ExperimentResult {
    var configuration = Self.configuration
    configuration.paths = paths
    configuration.external = [ExternalLoss(name: "mine", command: command, timeout: timeout)]
    return try Experiment(configuration, registries: .standard).run()
  }

  /// The example in Python without packages computes the Dice loss, and so do we.
  @Test func scriptInPythonAgreesWithOurs() throws {
    let script = checkout.appendingPathComponent("Examples/external/dice.py").path
    let result = try Self.run("python3 '\(script)'", paths: ["slide", "speckle"])
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.scenes.count == 4)
    for scene in result.scenes {
      #expect(scene.curves.map(\.key) == ["focal", "combo", "dice", "mine"])
      let (ours, theirs) = (scene.curves[2], scene.curves[3])
      for (value, other) in zip(ours.values, theirs.values) {
        #expect(abs(value - other) <= 1e-12)
      }
      #expect(ours.monotonicity.verdict == theirs.monotonicity.verdict)
      #expect((theirs.band != nil) == scene.path.isRandom)
      #expect(ours.shareWithViolation == theirs.shareWithViolation)
    }
  }

  @Test func processIsStartedOnceForAllRequests() throws {
    try withTemporaryFolder { folder in
      let log = folder.appendingPathComponent("log").path
      let result = try Self.run(
        "echo started >> '\(log)'; while read line; do echo asked >> '\(log)'; echo 1; done")
      #expect(result.failures.isEmpty, "\(result.failures)")
      let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      #expect(lines == ["started"] + [Substring](repeating: "asked", count: 10))
    }
  }

  /// Processes that break the protocol, and what the message must say.
  @Test(arguments: [
    ("echo some >&2; echo reason >&2; exit 3", ["status 3", "request 1", "some | reason"]),
    ("read x; echo 1; exit 0", ["status 0", "request 2"]),
    ("no-such-command", ["status 127", "not found"]), ("kill -SEGV $$", ["status 139"]),
    ("echo NaN; cat", ["answered 'NaN' to request 1"]), ("echo inf; cat", ["'inf'"]),
    ("echo; cat", ["answered ''"]), ("echo 1 2; cat", ["'1 2'"]), ("echo hello; cat", ["'hello'"]),
    ("yes x | tr -d '\\n'", ["'xxxx"]),
    ("while read x; do echo 1; echo 2; done", ["without being asked"]),
    ("while read x; do echo 1; done; echo bye", ["'bye' without being asked, after 10 requests"]),
  ])
  func protocolThatIsBrokenIsReportedAndTheRestIsThere(command: String, words: [String]) throws {
    let result = try Self.run(command)
    #expect(result.failures.count == 1)
    let message = result.failures.first?.description ?? ""
    for word in ["'mine'"] + words { #expect(message.contains(word), "\(message)") }
    #expect(result.scenes.count == 2)
    for scene in result.scenes { #expect(scene.curves.map(\.key) == ["focal", "combo", "dice"]) }
    let report = Report(result)
    #expect(report.failures == [message])
    #expect(try report.markdown().contains(message))
  }

  /// What cannot be seen in an answer is shown.
  @Test(arguments: [
    ("printf 'a\\tb\\033[1m\\n'; cat", "answered 'a\\tb\\u{1b}[1m'"),
    ("printf '1\\r2\\n'; cat", "answered '1\\r2'"),
  ])
  func answerIsShownWithEscapes(command: String, words: String) throws {
    let message = try Self.run(command).failures.first?.description ?? ""
    #expect(message.contains(words), "\(message)")
  }

  @Test func answerMayEndAsWindowsEndsLines() throws {
    let result = try Self.run("while read x; do printf ' 1.5\\r\\n'; done")
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.scenes[0].curves.last?.values == [1.5, 1.5, 1.5, 1.5, 1.5])
  }

  /// One that answers without reading must not block us when its input is full, one that leaves
  /// something behind in another session must not keep us waiting, and floods are read along.
  @Test(arguments: [
    "yes 1 | head -3", "setsid sleep 20 & while read x; do echo 1; done",
    "while read x; do yes | head -c 300000 >&2; echo 1; done",
  ])
  func processThatMisbehavesBlocksNobody(command: String) throws {
    let result = try Self.run(command, timeout: 5)
    #expect(result.scenes.count == 2)
  }

  /// An entry that somebody has added to the catalogue is evaluated as one of the configuration is.
  @Test func entryOfTheCatalogueIsALossLikeAnyOther() throws {
    var registries = Registries.standard
    let loss = ExternalLoss(name: "mine", command: "while read x; do echo 1; done")
    registries.losses = try registries.losses.adding(loss.entry)
    var configuration = Self.configuration
    configuration.losses.append(LossSelection("mine"))
    let result = try Experiment(configuration, registries: registries).run()
    #expect(result.scenes[0].curves.map(\.key) == ["focal", "combo", "dice", "mine"])
    #expect(result.configuration.losses.map(\.id) == ["focal", "combo", "dice"])
    let made = try registries.losses.loss(id: "mine")
    let map = try ProbabilityMap([0, 1], on: Grid(shape: [2]))
    let sample = try Sample(prediction: map, truth: map)
    #expect(try made.value(sample) == 1)
    #expect(throws: LossError.self) { try made.gradient(sample) }
  }

  @Test func lossMayNotHaveTheNameOfAnother() {
    var configuration = Self.configuration
    configuration.external = [ExternalLoss(name: "jaccard", command: "cat")]
    #expect(throws: ConfigurationError.duplicateName("jaccard")) {
      try Experiment(configuration, registries: .standard)
    }
  }

  @Test func silenceIsATimeOut() throws {
    let result = try Self.run("echo loading >&2; sleep 1000", timeout: 0.3)
    let message = result.failures.first?.description ?? ""
    for word in ["'mine'", "request 1 within 0.3 s", "loading"] {
      #expect(message.contains(word), "\(message)")
    }
  }

  /// A pipe has no end as long as anyone can write into it: its end tells that all of them are gone.
  @Test(arguments: [
    "sleep 1000 & sleep 1000", "trap '' TERM INT HUP; sleep 1000", "sleep 1000 & exit 2",
    "sleep 1000 & while read x; do echo 1; done; sleep 1000",
  ])
  func nothingThatWasStartedSurvives(command: String) throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appendingPathComponent("pipe").path
      try #require(mkfifo(pipe, 0o600) == 0)
      let descriptor = open(pipe, O_RDONLY | O_NONBLOCK)
      defer { close(descriptor) }
      _ = try Self.run("exec 3> '\(pipe)'; echo started >&3; \(command)", timeout: 0.5)
      var bytes = [UInt8](repeating: 0, count: 64)
      #expect(read(descriptor, &bytes, bytes.count) == 8, "the command was not started")
      var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // The system takes a moment to clear away what was killed.
      let changed = poll(&state, 1, 10_000)
      #expect(changed == 1 && read(descriptor, &bytes, bytes.count) == 0, "something lives on")
    }
  }

  /// What has begun a session of its own is no longer in the group of the command.
  @Test func whatLeftTheGroupIsEndedToo() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("sleeper").path
      // It writes its number before the first answer is given.
      let sleeper = "setsid sh -c 'echo $$ > '\\''\(file)'\\''; exec sleep 600' & "
      let wait = "while [ ! -s '\(file)' ]; do sleep 0.01; done; "
      let result = try Self.run(sleeper + wait + "while read l; do echo 1; done")
      #expect(result.failures.isEmpty, "\(result.failures)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let id = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      // It may be there as a zombie until the system has taken note.
      var isRunning = true
      for _ in 0..<500 where isRunning {
        isRunning = kill(id, 0) == 0 && !Self.hasEnded(id)
        if isRunning { usleep(10_000) }
      }
      #expect(!isRunning)
    }
  }

  /// Whether a process is there only in the table of the system.
  private static func hasEnded(_ id: pid_t) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
    return status.contains("State:\tZ")
  }

  /// The request is longer than what a pipe holds until somebody reads it.
  @Test func whoNeverReadsIsATimeOut() throws {
    let start = Date()
    let process = try ChildProcess(shell: "sleep 600")
    defer { process.end() }
    let bytes = [UInt8](repeating: 10, count: 1 << 21)
    guard case .timedOut = process.write(bytes, before: start + 0.2) else {
      Issue.record("it was written")
      return
    }
  }

  /// Only the end of what a process writes on standard error is kept, and nothing on the disk.
  @Test func floodOfErrorsIsNotKept() throws {
    let result = try Self.run(
      "head -c 8388608 /dev/zero | tr '\\0' e >&2; while read l; do echo 1; done")
    #expect(result.failures.isEmpty, "\(result.failures)")
  }

  @Test func curvesAreEmbeddedWithTheirSource() throws {
    let command = "while read x; do echo 1; done"
    let result = try Self.run(command, paths: ["speckle"])
    let embedded = result.configuration
    #expect(embedded.external.isEmpty)
    #expect(embedded.recorded.map(\.object) == ["large", "small"])
    #expect(embedded.recorded.allSatisfy { $0.loss == "mine" && $0.source == command })
    #expect(
      embedded.recorded.allSatisfy { $0.runs == [[Double]](repeating: [1, 1, 1, 1, 1], count: 3) })
    let again = try Experiment(embedded, registries: .standard).run()
    #expect(try Report(again).json() == Report(result).json())
  }
}
