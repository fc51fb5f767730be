import ArgumentParser
import Experiments

/// The folder that a command writes into.
struct FolderOptions: ConfigurationOptions {
  @Option(help: "Folder for the outputs (default: results).")
  var output: String?

  func apply(to specification: inout OutputSpecification) throws {
    specification.folder = output ?? specification.folder
  }

  func apply(to configuration: inout ExperimentConfiguration) throws {
    try apply(to: &configuration.output)
  }
}

/// How figures look.
struct DrawingOptions: ConfigurationOptions {
  @Option(help: "Formats of the figures: png, svg, pdf, separated by commas.")
  var format: String?

  @Option(help: "Colours of the figures: light, dark or print.")
  var theme: FigureTheme?

  @Flag(help: "Leave out the captions below figures.")
  var noCaption = false

  @OptionGroup var size: SizeOptions

  func apply(to specification: inout OutputSpecification) throws {
    specification.theme = theme ?? specification.theme
    specification.width = size.width ?? specification.width
    if noCaption { specification.caption = false }
    guard let format else { return }
    specification.formats = try names(format).map { name in
      guard let format = FigureFormat(rawValue: name) else {
        throw ValidationError("--format is '\(name)'; expected png, svg or pdf")
      }
      return format
    }
  }

  func apply(to configuration: inout ExperimentConfiguration) throws {
    try apply(to: &configuration.output)
  }
}

/// How large figures are.
struct SizeOptions: ConfigurationOptions {
  @Option(help: "Width of the figures in millimetres: 90 for one column, 180 for two.")
  var width: Double?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.output.width = width ?? configuration.output.width
  }
}

extension FigureTheme: ExpressibleByArgument {}

extension OutputSpecification {
  /// The folder that the outputs go to.
  var folderOrDefault: String { folder ?? "results" }
}

extension ExperimentConfiguration {
  /// The folder that the outputs go to.
  var folder: String { output.folderOrDefault }
}
