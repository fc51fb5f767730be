import ArgumentParser
import Experiments
import Studies

extension RobustnessStudy: StudyWithOptions {
  /// An experiment, and what is varied of it.
  struct Options: StudyOptions {
    @OptionGroup(title: "Experiment") var source: SourceOptions
    @OptionGroup(title: "Objects") var shapes: ShapeOptions
    @OptionGroup(title: "Errors") var paths: PathOptions
    @OptionGroup(title: "Errors") var repeats: RepeatOptions
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Losses") var external: ExternalOptions
    @OptionGroup(title: "Outputs") var folder: FolderOptions
    @OptionGroup(title: "Outputs") var drawing: DrawingOptions

    @Option(help: "Extents of the grids (default: 256x640,384,512x1280).")
    var grids: String?

    @Option(help: "How far slide goes, in widths of the object (default: 0.95,0.5,2).")
    var reaches: String?

    @Option(help: "Ratios of the radii of the large and the small disc (default: 12,4,30).")
    var ratios: String?

    @Option(
      help: ArgumentHelp(
        "A way to make probabilities, as sigmoid:width=3 or two-valued:0.9. Repeatable.",
        valueName: "model:numbers"))
    var probabilities: [String] = []

    @Option(help: "Smoothings of the losses that have it (default: 1,1e-5).")
    var smoothings: String?

    @Option(help: "Tolerances (default: 1e-3,1e-4,1e-2).")
    var tolerances: String?

    func configuration() throws -> RobustnessConfiguration {
      var configuration = RobustnessConfiguration(
        try source.configuration(
          standard: RobustnessConfiguration().experiment,
          changedBy: [shapes, paths, repeats, losses, external, folder, drawing]))
      if let grids { configuration.grids = try Self.list(grids, "grids", GridOptions.extents) }
      if let reaches { configuration.reaches = try Self.list(reaches, "reaches", Double.init) }
      if let ratios { configuration.ratios = try Self.list(ratios, "ratios", Double.init) }
      if !probabilities.isEmpty {
        configuration.probabilities = try probabilities.map {
          try ProbabilityDescription(argument: $0)
        }
      }
      if let smoothings {
        configuration.smoothings = try Self.list(smoothings, "smoothings", Double.init)
      }
      if let tolerances {
        configuration.tolerances = try Self.list(tolerances, "tolerances", Double.init)
      }
      return configuration
    }

    private static func list<Value: Hashable>(
      _ text: String, _ name: String, _ parse: (String) -> Value?
    ) throws -> [Value] {
      let values = try names(text).map { part in
        guard let value = parse(part) else {
          throw ValidationError("--\(name) is '\(text)'; expected numbers separated by commas")
        }
        return value
      }
      guard Set(values).count == values.count else {
        throw ValidationError("--\(name) is '\(text)'; a number is there twice")
      }
      return values
    }
  }
}
