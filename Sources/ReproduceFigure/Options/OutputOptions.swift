import ArgumentParser
import Experiments

/// The folder that a command writes into.
struct FolderOptions: ConfigurationOptions {
  @Option(help: "Folder for the outputs (default: results).")
  var output: String?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.output.folder = output ?? configuration.output.folder
  }
}

/// How figures look.
struct DrawingOptions: ConfigurationOptions {
  @Option(help: "Formats of the figures: png, svg, pdf, separated by commas.")
  var format: String?

  @Option(help: "Colours of the figures: light, dark or print.")
  var theme: FigureTheme?

  @Option(help: "Width of the figures in millimetres: 90 for one column, 180 for two.")
  var width: Double?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.output.theme = theme ?? configuration.output.theme
    configuration.output.width = width ?? configuration.output.width
    guard let format else { return }
    configuration.output.formats = try names(format).map { name in
      guard let format = FigureFormat(rawValue: name) else {
        throw ValidationError("--format is '\(name)'; expected png, svg or pdf")
      }
      return format
    }
  }
}

extension FigureTheme: ExpressibleByArgument {}

extension ExperimentConfiguration {
  /// The folder that the outputs go to.
  var folder: String { output.folder ?? "results" }
}
