import ArgumentParser
import Experiments

/// All options that describe an experiment; what is written of it is another matter.
struct ExperimentOptions: ParsableArguments {
  @OptionGroup(title: "Experiment") var source: SourceOptions
  @OptionGroup(title: "Objects") var objects: ObjectOptions
  @OptionGroup(title: "Objects") var grid: GridOptions
  @OptionGroup(title: "Errors") var paths: PathOptions
  @OptionGroup(title: "Errors") var repeats: RepeatOptions
  @OptionGroup(title: "Errors") var predictions: PredictionOptions
  @OptionGroup(title: "Losses") var losses: LossOptions
  @OptionGroup(title: "Losses") var tables: CurveTableOptions
  @OptionGroup(title: "Losses") var external: ExternalOptions
  @OptionGroup(title: "Losses") var judgement: JudgementOptions

  /// The configuration of the file, changed by the other options.
  ///
  /// - Parameter outputs: the options of the command about metrics and what is written.
  func configuration(
    writing outputs: any ConfigurationOptions...
  ) throws -> ExperimentConfiguration {
    try source.configuration(
      changedBy: [objects, grid, paths, repeats, predictions, losses, tables, external, judgement]
        + outputs)
  }
}
