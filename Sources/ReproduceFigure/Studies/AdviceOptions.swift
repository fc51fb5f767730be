import ArgumentParser
import Documents
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

    @Option(
      help: ArgumentHelp(
        "Folder with the outputs of descend, to be shown beside the ranking (default: that of the outputs, "
          + "where there are some).", valueName: "folder"))
    var descend: String?

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
      configuration.descend = descend ?? descentBesideOutputs(configuration.output)
      configuration.margin = margin ?? configuration.margin
      configuration.resamples = resamples ?? configuration.resamples
      return configuration
    }

    /// The output folder, where a training has left its report there.
    private func descentBesideOutputs(_ output: OutputSpecification) -> String? {
      let folder = output.folderOrDefault
      return isRegularFile(at: "\(folder)/descend.json") ? folder : nil
    }
  }
}
