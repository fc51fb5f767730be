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

    @Option(help: "Sides of the square grids (default: 64,128,256,512,1024).")
    var sides: String?

    @Option(help: "Confidences (default: 0.6,0.7,0.8,0.9,0.99,1).")
    var confidences: String?

    @Option(help: "Smoothings of the losses that have it (default: 1e-5,1).")
    var smoothings: String?

    @Option(help: "Tolerances (default: 1e-4,1e-3,1e-2).")
    var tolerances: String?

    func configuration() throws -> RobustnessConfiguration {
      var standard = RobustnessConfiguration().experiment
      standard.paths = Program.registries.paths.ids
      var configuration = RobustnessConfiguration(
        try source.configuration(
          standard: standard,
          changedBy: [shapes, paths, repeats, losses, external, folder, drawing]))
      if let sides { configuration.sides = try Self.list(sides, "sides", Int.init) }
      if let confidences {
        configuration.confidences = try Self.list(confidences, "confidences", Double.init)
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
