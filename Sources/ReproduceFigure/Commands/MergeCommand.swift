import LongRuns
import Studies
import ArgumentParser
import Experiments

/// Joins the shards of a long run.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Joins the shards of a long run and writes its outputs.",
    discussion: """
      The shards must have one configuration and version, and no cell may be missing, or be there \
      twice with different outcomes. Order does not matter.
      """)

  /// The commands that compute cells.
  static let commands: [any CellCommand.Type] = [
    LandscapeCommand.self, RobustnessCommand.self, GradientsCommand.self,
    DescendCommand.self,
  ]

  @Argument(help: "The output folders of the shards.")
  var folders: [String]

  @Option(help: "Folder for the outputs (default: results).")
  var output = "results"

  @Option(help: "Kind of run to join, where a folder holds several.")
  var kind: String?

  @Flag(help: "Throw away the unfinished run in the output folder.")
  var restart = false

  func run() throws {
    try reportingErrors {
      let kind = try CellMerge.kind(of: folders, wanted: kind)
      guard let command = Self.commands.first(where: { $0.kind == kind }) else {
        throw CellError.unknownKind(kind, known: Self.commands.map { $0.kind })
      }
      try command.merge(folders, into: output, existing: restart ? .restart : .refuse)
    }
  }
}
