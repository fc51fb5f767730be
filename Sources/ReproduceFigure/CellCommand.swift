import LongRuns
import ArgumentParser
import Experiments
import Figures

/// A command whose work is made of cells, so that it can be stopped, resumed, shared out and merged.
protocol CellCommand: ParsableCommand {
  /// The work.
  associatedtype Work: CellTask

  /// What the command writes and prints once all cells are there.
  static func outputs(of task: Work, _ outcomes: [Work.Outcome]) throws -> CellOutputs
}

/// What a command writes and prints.
struct CellOutputs {
  /// The files.
  var files = OutputFiles()
  /// The text for standard output.
  var summary = ""
}

extension CellCommand {
  /// Names the kind of computation in manifests.
  static var kind: String { Work.kind }

  /// Computes the cells and writes the outputs; for a share of the cells, only says that it is done.
  static func run(_ task: Work, in folder: String, _ options: CellOptions) throws {
    let runner = CellRunner(
      folder: folder, shard: options.shard, existing: options.existing,
      progress: .terminal(name: Work.kind))
    if let outcomes = try runner.run(task) {
      let outputs = try outputs(of: task, outcomes)
      try outputs.files.write(to: folder)
      print(outputs.summary)
    } else if let shard = options.shard {
      print("shard \(shard) of the \(Work.kind) is finished; `merge` joins it with the others")
    }
  }

  /// Joins the shards of a run and writes its outputs.
  static func merge(
    _ folders: [String], into output: String, existing: CellRunner.Existing
  ) throws {
    let task = try CellMerge.join(Work.self, from: folders, into: output, existing: existing)
    try run(task, in: output, CellOptions.resuming)
  }
}

/// The options of commands that compute cells.
struct CellOptions: ParsableArguments {
  @Flag(help: "Go on with the unfinished run in the output folder; begin when there is none.")
  var resume = false

  @Flag(help: "Throw away the unfinished run in the output folder.")
  var restart = false

  @Option(
    help: ArgumentHelp(
      "Compute only share i of n, each into a folder of its own; `merge` joins them.",
      valueName: "i/n"))
  var shard: Shard?

  func validate() throws {
    guard !(resume && restart) else {
      throw ValidationError("--resume and --restart exclude each other")
    }
  }

  /// What to do with a run that the folder already holds.
  var existing: CellRunner.Existing { resume ? .resume : restart ? .restart : .refuse }

  /// The options of a run all of whose cells are already there.
  static var resuming: CellOptions {
    var options = CellOptions()
    options.resume = true
    options.restart = false
    options.shard = nil
    return options
  }
}

extension Shard: ExpressibleByArgument {
  /// A malformed share becomes the parser's own message.
  public init?(argument: String) {
    guard let shard = try? Shard(argument) else { return nil }
    self = shard
  }
}
