import ArgumentParser
import LongRuns

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
