import ArgumentParser
import Experiments
import Studies

extension LandscapeStudy: StudyWithOptions {
  /// An experiment with objects that have a shape, and their sizes.
  struct Options: StudyOptions {
    @OptionGroup(title: "Experiment") var source: SourceOptions
    @OptionGroup(title: "Objects") var shapes: ShapeOptions
    @OptionGroup(title: "Objects") var grid: GridOptions
    @OptionGroup(title: "Objects") var classes: ClassSceneOptions
    @OptionGroup(title: "Errors") var paths: PathOptions
    @OptionGroup(title: "Errors") var repeats: RepeatOptions
    @OptionGroup(title: "Errors") var predictions: PredictionOptions
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Losses") var external: ExternalOptions
    @OptionGroup(title: "Losses") var judgement: JudgementOptions
    @OptionGroup(title: "Outputs") var folder: FolderOptions
    @OptionGroup(title: "Outputs") var drawing: DrawingOptions

    @Option(help: "Radius of the smallest disc (default: 2).")
    var smallest: Double?

    @Option(help: "Radius of the largest disc (default: 100).")
    var largest: Double?

    @Option(help: "Number of discs, spaced logarithmically (default: 18).")
    var sizes: Int?

    func configuration() throws -> ExperimentConfiguration {
      var configuration = try source.configuration(
        standard: .landscape,
        changedBy: [
          shapes, grid, classes, paths, repeats, predictions, losses, external, judgement, folder,
          drawing,
        ])
      let isSized = smallest != nil || largest != nil || sizes != nil
      guard !isSized || shapes.objects == nil else {
        throw ValidationError(
          "a landscape takes --smallest, --largest and --sizes, or several --objects")
      }
      // A file that does not speak of objects has the two of the figure, which make no landscape.
      if isSized || configuration.objects == ObjectSpecification.standard {
        configuration.objects = try discs()
      }
      return configuration
    }

    private func discs() throws -> [ObjectSpecification] {
      let (smallest, largest) = (smallest ?? 2, largest ?? 100)
      guard smallest >= 1, smallest < largest, largest <= 1e5 else {
        throw ValidationError(
          "--smallest is \(smallest) and --largest \(largest); expected 1 <= smallest < largest")
      }
      guard (2...1000).contains(sizes ?? 18) else {
        throw ValidationError("--sizes is \(sizes ?? 18); expected 2 to 1000")
      }
      return .discs(from: smallest, to: largest, count: sizes ?? 18)
    }
  }
}
