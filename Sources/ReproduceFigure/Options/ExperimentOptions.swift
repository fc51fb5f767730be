import ArgumentParser
import Experiments

/// All options that describe an experiment and its figure.
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
  @OptionGroup(title: "Outputs") var folder: FolderOptions
  @OptionGroup(title: "Outputs") var drawing: DrawingOptions

  /// The configuration of the file, changed by the other options.
  ///
  /// - Parameter standard: what to change where there is no file.
  func configuration(
    standard: ExperimentConfiguration = ExperimentConfiguration()
  ) throws -> ExperimentConfiguration {
    try source.configuration(
      standard: standard,
      changedBy: objects, grid, paths, repeats, predictions, losses, tables, external, judgement,
      folder, drawing)
  }
}

/// All options that describe an experiment with metrics and its figure.
struct JudgedExperimentOptions: ParsableArguments {
  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup(title: "Metrics") var metrics: MetricOptions

  /// The configuration of the file, changed by the other options.
  func configuration() throws -> ExperimentConfiguration {
    var configuration = try experiment.configuration()
    try metrics.apply(to: &configuration)
    try configuration.validate(for: Program.registries)
    return configuration
  }
}
