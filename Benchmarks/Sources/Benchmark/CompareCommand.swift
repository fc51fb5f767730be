import Experiments
import Foundation

/// Times everything of the plan and writes the page.
struct CompareCommand {
  private let python: String
  private let native: String
  private let quick: Bool
  /// What the jobs that are timed begin with; empty for all of them and what is measured besides.
  private let only: String
  private let start = ContinuousClock.now
  private let program = CommandLine.arguments[0]
  private let folder = NSTemporaryDirectory() + "benchmark-\(getpid())"

  /// Reads the arguments of `Benchmarks/run`.
  init(_ arguments: [String]) throws {
    func value(after flag: String) throws -> String {
      guard let index = arguments.firstIndex(of: flag) else { return "" }
      guard index + 1 < arguments.count else {
        throw BenchmarkError("\(flag) needs a word after it")
      }
      return arguments[index + 1]
    }
    python = try value(after: "--python")
    native = try value(after: "--native")
    only = try value(after: "--only")
    quick = arguments.contains("--quick")
    let known = ["--python", "--native", "--only", "--quick", python, native, only]
    if let stray = arguments.first(where: { !known.contains($0) }) {
      throw BenchmarkError("unknown argument '\(stray)'; expected --quick, --only JOB or nothing")
    }
  }

  func run() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    if let part = Part(rawValue: only) { return try update(part) }
    let whole = Plan(quick: quick)
    let plan = only.isEmpty ? whole : whole.restricted(to: only)
    progress("arrays")
    for input in plan.inputs { try input.write(to: folder) }
    let everything = Jobs.configuration(losses: Plan.losses.joined(separator: ","))
    _ = try SceneExport(everything, registries: .standard, precision: .double).write(
      to: folder + "/experiment")

    var results = Results(processor: Machine.processor, bandwidth: Machine.bandwidth())
    try compare(plan, into: &results)
    if only.isEmpty {
      try measureCommands(plan, into: &results)
      try measureLarge(plan, into: &results)
      try measureScaling(plan, into: &results)
      try measureFootprints(plan, into: &results)
    }
    results.minutes = (ContinuousClock.now - start).seconds / 60
    let target = quick || !only.isEmpty ? ".quick" : "../docs"
    try results.write(to: target)
    progress("wrote \(target)/benchmark.md")
  }

  /// What can be measured anew while everything else of the page is kept.
  private enum Part: String {
    case commands, large
  }

  private func update(_ part: Part) throws {
    let plan = Plan(quick: false)
    let inputs = part == .commands ? [plan.volume] : [plan.largeVolume] + plan.scalingInputs
    for input in inputs where !input.isTiled { try input.write(to: folder) }
    var results = try Results(from: "../docs")
    switch part {
    case .commands: try measureCommands(plan, into: &results)
    case .large:
      try measureLarge(plan, into: &results)
      try measureScaling(plan, into: &results)
    }
    try results.write(to: "../docs")
    progress("wrote ../docs/benchmark.md")
  }

  private func progress(_ text: String) {
    let elapsed = (ContinuousClock.now - start).seconds
    let line = String(format: "benchmark %4.0f s: ", elapsed) + text + "\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

  private func compare(_ plan: Plan, into results: inout Results) throws {
    let usual = try Worker(name: "the usual build", [program, "serve"])
    let faster = try native.isEmpty ? nil : Worker(name: "the native build", [native, "serve"])
    let peers = try Worker(name: "Python", [python, "peers/serve.py"])
    let stopwatch = Stopwatch(folder: folder)
    for comparison in plan.comparisons {
      progress("\(comparison.title), \(comparison.input.title)")
      let ours = comparison.contestants.map { Contestant(worker: usual, name: $0) }
      let native =
        faster.map { faster in
          comparison.contestants.map { Contestant(worker: faster, name: $0) }
        } ?? []
      let theirs = comparison.peers.map { Contestant(worker: peers, name: $0.name) }
      var measured = try stopwatch.measure(
        theirs + ours + native, job: comparison.job, input: comparison.input)
      let peerTimes = Array(measured.prefix(theirs.count))
      measured.removeFirst(theirs.count)
      func named(_ list: some Sequence<Measurement>) -> [String: Measurement] {
        Dictionary(uniqueKeysWithValues: zip(comparison.contestants, list))
      }
      results.rows.append(
        ResultRow(
          comparison, peers: peerTimes, usual: named(measured.prefix(ours.count)),
          native: named(measured.dropFirst(ours.count))))
    }
  }

  /// The program that users start.
  private var reproduceFigure: String {
    URL(fileURLWithPath: program).deletingLastPathComponent()
      .appendingPathComponent("reproduce-figure").path
  }

  private func measureLarge(_ plan: Plan, into results: inout Results) throws {
    let input = plan.largeVolume
    results.largeInput = input.name
    results.large = try (LargeCost.losses + [nil]).map { loss in
      progress("\(loss ?? "all losses"), \(input.title)")
      return try LargeCost.measure(
        loss, of: input, folder: folder, program: reproduceFigure, starter: program, python: python)
    }
  }

  private func measureCommands(_ plan: Plan, into results: inout Results) throws {
    results.commands = []
    for command in WholeCommand.all(volume: plan.volume, folder: folder, quick: quick) {
      progress(command.title)
      results.commands.append(
        try CommandCost.measure(command, program: reproduceFigure, starter: program))
    }
    results.commands += try CommandCost.requests(python: python)
    let figure = ExperimentConfiguration()
    let worker = Contestant(
      worker: try Worker(name: "the usual build", [program, "serve"]), name: "double")
    let whole = try Stopwatch(folder: folder).measure(
      [worker], job: "figure", input: plan.comparisons[0].input)[0]
    guard let seconds = whole.seconds else { return }
    results.commands.append(
      CommandCost(
        title: "one step of the figure's losses, prediction included",
        seconds: seconds / Double(figure.objects.count * (figure.steps + 1)), target: 0.015))
  }

  private func measureScaling(_ plan: Plan, into results: inout Results) throws {
    let worker = try Worker(name: "the usual build", [program, "serve"])
    var stopwatch = Stopwatch(folder: folder)
    stopwatch.rounds = 3
    stopwatch.longCall = 0.2
    func time(_ job: String, _ input: BenchmarkInput) throws -> Double? {
      let contestant = Contestant(worker: worker, name: "double")
      return try stopwatch.measure([contestant], job: job, input: input)[0].seconds
    }
    (results.scaling, results.radii) = ([:], [])
    for input in plan.scalingInputs {
      progress("every loss, \(input.title)")
      if input.isTiled { stopwatch.rounds = 1 }
      for loss in Plan.losses {
        guard let seconds = try time("value \(loss)", input) else { continue }
        results.scaling[loss, default: []].append(Cost(count: input.count, seconds: seconds))
      }
    }
    stopwatch.rounds = 3
    for radius in plan.radii {
      let job =
        "value hausdorff-convolution radius-step=\(radius) maximum-radius=\(radius)"
      guard let seconds = try time(job, plan.radiusInput) else { continue }
      results.radii.append(
        RadiusCost(radius: radius, seconds: seconds / Double(plan.radiusInput.count)))
    }
    guard !quick else { return }
    progress("single precision, up to a billion elements")
    results.single = try Machine.output(of: [program, "single"]).map {
      try JSONDecoder().decode(SinglePrecisionCosts.self, from: Data($0.utf8))
    }
  }

  private func measureFootprints(_ plan: Plan, into results: inout Results) throws {
    progress("memory and instructions")
    let footprint = Footprint(program: program, folder: folder)
    for loss in Plan.losses {
      results.memory[loss] = MemoryUse(
        value: footprint.fields(job: "value \(loss)", input: plan.memoryInput),
        gradient: footprint.fields(job: "gradient \(loss)", input: plan.memoryInput),
        allocatedPerStep: footprint.fieldsAllocatedPerStep(loss: loss))
    }
    var counted: [String: Double] = [:]
    for index in results.rows.indices where !results.rows[index].isMet {
      let row = results.rows[index]
      if row.job.hasPrefix("experiment") { continue }
      let key = "\(row.job) of \(row.classes ?? 0)"
      if counted[key] == nil {
        counted[key] = footprint.instructionsPerElement(
          job: row.job, contestant: row.contestant,
          batch: row.classes.map { .init(items: 1, classes: $0) })
      }
      results.rows[index].instructionsPerElement = counted[key]
    }
  }
}
