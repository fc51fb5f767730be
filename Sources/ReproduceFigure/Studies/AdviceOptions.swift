import ArgumentParser
import Experiments
import Studies

extension AdviceStudy: StudyWithOptions {
  /// Masks, and what they are judged by.
  struct Options: StudyOptions {
    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp(
        "The files with the masks, as labelsTr/*.nii.gz.", valueName: "files"))
    var truth: [String] = []

    @Option(
      help: "Metrics to be judged by, separated by commas (default: dice-score,hausdorff-95).")
    var metric: String?

    @OptionGroup(title: "Reading the masks") var reading: TruthReadingOptions
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Errors") var paths: PathOptions
    @OptionGroup(title: "Errors") var repeats: RepeatOptions
    @OptionGroup(title: "Outputs") var folder: FolderOptions
    @OptionGroup(title: "Outputs") var drawing: DrawingOptions

    @Option(help: "How many elements of background around each object are kept (default: 24).")
    var margin: Int?

    @Option(help: "Number of bootstrap resamples behind the intervals (default: 1000).")
    var resamples: Int?

    func configuration() throws -> AdviceConfiguration {
      var configuration = AdviceConfiguration()
      guard !truth.isEmpty else {
        throw ValidationError("give the masks, as --truth labelsTr/*.nii.gz")
      }
      let options = try reading.options()
      // Two files of one name in two folders are two masks.
      configuration.experiment.objects = truth.map {
        ObjectSpecification(name: $0, file: $0, reading: options)
      }
      if let metric { configuration.experiment.metrics = try MetricSelection.list(metric) }
      for group in [losses, paths, repeats, folder, drawing] as [any ConfigurationOptions] {
        try group.apply(to: &configuration.experiment)
      }
      configuration.margin = margin ?? configuration.margin
      configuration.resamples = resamples ?? configuration.resamples
      return configuration
    }
  }
}
