import ArgumentParser
import Experiments
import Figures
import Texts

/// Lists the error paths and draws a strip of each.
struct PathsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paths",
    abstract: "Lists the error paths and draws FP, FN and a strip of masks of each (paths.*).")

  @OptionGroup(title: "Experiment") var source: SourceOptions
  @OptionGroup(title: "Objects") var objects: ObjectOptions
  @OptionGroup(title: "Objects") var grid: GridOptions
  @OptionGroup(title: "Errors") var paths: PathOptions
  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions
  @OptionGroup(title: "Outputs") var strict: StrictOptions
  @OptionGroup(title: "Limits") var limits: MemoryOptions

  func run() throws {
    try reportingErrors {
      var configuration = try source.configuration(
        changedBy: [objects, grid, paths, folder, drawing])
      var standard = ExperimentConfiguration()
      standard.paths = Program.registries.paths.ids
      if paths.path == nil && !source.isFile { configuration.paths = standard.paths }
      try CommittedResults(of: "paths", in: configuration.output).requireSameOptions(
        configuration == standard)
      // Nothing here is averaged, so one seed shows a path.
      configuration.repeats = 1
      let (scenes, impossible) = try Experiment(
        configuration, registries: Program.registries
      ).scenes(limits: limits.limits)
      var files = OutputFiles()
      try files.add(
        PathsComposition(scenes, configuration).figures(), formats: configuration.output.formats)
      try files.writeAndWarn(to: configuration.output, as: "paths")
      try StandardOutput.write(Self.list(scenes))
      try strict.check(impossible)
    }
  }

  private static func list(_ scenes: [Scene]) -> String {
    scenes.map { scene in
      let settings = scene.settings.map {
        "\($0.name) \(fixed($0.value)) \($0.unit)"
      }
      return "\(scene.path.id) (\(scene.object.name)): \(scene.path.summary); "
        + settings.joined(separator: ", ")
    }.joined(separator: "\n")
  }
}
