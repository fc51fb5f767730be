import ArgumentParser
import Experiments
import LongRuns
import Studies

/// Joins the shards of a long run.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Joins the shards of a long run and writes its outputs.",
    discussion: """
      The shards must have one configuration and version, and no cell may be missing, or be there \
      twice with different outcomes. Order does not matter.
      """)

  @Argument(help: "The output folders of the shards.")
  var folders: [String]

  @Option(help: "Kind of run to join, where a folder holds several.")
  var kind: String?

  @Flag(help: "Throw away the unfinished run in the output folder.")
  var restart = false

  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions

  func run() throws {
    try reportingErrors {
      let kind = try CellMerge.kind(of: folders, wanted: kind)
      let study = try Program.studies.study(kind: kind)
      var output = OutputSpecification()
      try folder.apply(to: &output)
      try drawing.apply(to: &output)
      try study.merge(folders, output, existing: restart ? .restart : .refuse)
    }
  }
}
