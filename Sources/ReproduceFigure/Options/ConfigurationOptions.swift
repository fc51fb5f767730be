import ArgumentParser
import Documents
import Experiments

/// A group of options that change an experiment. A command is made of the groups that it takes, so
/// that its help shows no option that it would ignore.
protocol ConfigurationOptions: ParsableArguments {
  /// Changes what the options name; what is not given stays as it is.
  func apply(to configuration: inout ExperimentConfiguration) throws
}

/// Where an experiment comes from, before other options change it.
struct SourceOptions: ParsableArguments {
  @Option(help: "A YAML file with the experiment; the other options override it.")
  var config: String?

  @Option(help: "A report.json; makes the same experiment again, with the other options' changes.")
  var from: String?

  func validate() throws {
    guard config == nil || from == nil else {
      throw ValidationError("--config and --from exclude each other")
    }
  }

  /// Whether the experiment is described by a file.
  var isFile: Bool { config != nil || from != nil }

  /// The experiment of the file, changed by other options.
  ///
  /// - Parameters:
  ///   - standard: what to change where there is no file.
  ///   - groups: the other options of the command, in the order in which they apply.
  func configuration(
    standard: ExperimentConfiguration = ExperimentConfiguration(),
    changedBy groups: [any ConfigurationOptions]
  ) throws -> ExperimentConfiguration {
    let original =
      try config.map { try ExperimentConfiguration(yamlAt: $0) }
      ?? from.map { try ExperimentConfiguration(reportAt: $0) } ?? standard
    var configuration = original
    for group in groups { try group.apply(to: &configuration) }
    do {
      try configuration.validate(for: Program.registries)
    } catch {
      throw located(error, original)
    }
    return configuration
  }

  /// What is wrong with an experiment, with the name of the file where that is wrong with the file alone,
  /// too.
  private func located(_ error: any Error, _ original: ExperimentConfiguration) -> any Error {
    guard let file = config ?? from else { return error }
    do {
      try original.validate(for: Program.registries)
      return error
    } catch let other {
      let text = "\(other)"
      return text == "\(error)" ? DocumentError.inFile(file, text) : error
    }
  }
}
