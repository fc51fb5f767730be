import ArgumentParser
import Experiments
import Studies

extension GradientStudy: StudyWithOptions {
  /// An experiment with losses that have a gradient: none that others compute.
  struct Options: StudyOptions {
    @OptionGroup(title: "Experiment") var source: SourceOptions
    @OptionGroup(title: "Objects") var objects: ObjectOptions
    @OptionGroup(title: "Objects") var grid: GridOptions
    @OptionGroup(title: "Errors") var paths: PathOptions
    @OptionGroup(title: "Errors") var repeats: RepeatOptions
    @OptionGroup(title: "Errors") var predictions: PredictionOptions
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Losses") var judgement: JudgementOptions
    @OptionGroup(title: "Outputs") var folder: FolderOptions
    @OptionGroup(title: "Outputs") var drawing: DrawingOptions

    func configuration() throws -> ExperimentConfiguration {
      try source.configuration(
        changedBy: [
          objects, grid, paths, repeats, predictions, losses, judgement, folder, drawing,
        ])
    }
  }
}
