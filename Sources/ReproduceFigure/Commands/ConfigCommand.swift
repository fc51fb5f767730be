import Documents
import ArgumentParser
import Experiments

/// Prints the experiment that the options describe.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Prints the effective configuration as YAML, to be changed and given to --config.")

  @OptionGroup var options: JudgedExperimentOptions

  func run() throws {
    try reportingErrors {
      try StandardOutput.write(YAML.text(options.configuration()), terminator: "")
    }
  }
}
