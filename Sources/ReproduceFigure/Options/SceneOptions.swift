import ArgumentParser
import Experiments

/// The options that describe scenes: objects of any kind, their errors and their predictions.
struct SceneOptions: ParsableArguments {
  @OptionGroup(title: "Experiment") var source: SourceOptions
  @OptionGroup(title: "Objects") var objects: ObjectOptions
  @OptionGroup(title: "Objects") var grid: GridOptions
  @OptionGroup(title: "Objects") var classes: ClassSceneOptions
  @OptionGroup(title: "Errors") var paths: PathOptions
  @OptionGroup(title: "Errors") var repeats: RepeatOptions
  @OptionGroup(title: "Errors") var predictions: PredictionOptions

  /// The configuration of the file, changed by these options and others.
  ///
  /// - Parameters:
  ///   - standard: what to change where there is no file.
  ///   - others: the other options of the command, in the order in which they apply.
  func configuration(
    standard: ExperimentConfiguration = ExperimentConfiguration(),
    changedBy others: [any ConfigurationOptions] = []
  ) throws -> ExperimentConfiguration {
    try source.configuration(
      standard: standard, changedBy: [objects, grid, classes, paths, repeats, predictions] + others)
  }
}

/// The options about the curves of an experiment.
///
/// Beside ``SceneOptions``, not around them: debug builds check the options of a group again for every
/// group that it is in.
struct CurveOptions: ConfigurationOptions {
  @OptionGroup(title: "Losses") var losses: LossOptions
  @OptionGroup(title: "Losses") var tables: CurveTableOptions
  @OptionGroup(title: "Losses") var external: ExternalOptions
  @OptionGroup(title: "Losses") var judgement: JudgementOptions

  func apply(to configuration: inout ExperimentConfiguration) throws {
    for options in [losses, tables, external, judgement] as [any ConfigurationOptions] {
      try options.apply(to: &configuration)
    }
  }
}
