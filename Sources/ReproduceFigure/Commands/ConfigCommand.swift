import Documents
import ArgumentParser
import Experiments

/// Prints the experiment that the options describe.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Prints the effective configuration as YAML, to be changed and given to --config.")

  @OptionGroup var scenes: SceneOptions
  @OptionGroup var curves: CurveOptions
  @OptionGroup(title: "Metrics") var metrics: MetricOptions
  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions

  func run() throws {
    try reportingErrors {
      let configuration = try scenes.configuration(changedBy: [curves, metrics, folder, drawing])
      try StandardOutput.write(YAML.text(configuration), terminator: "")
    }
  }
}
