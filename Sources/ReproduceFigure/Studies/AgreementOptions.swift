import ArgumentParser
import Experiments
import Studies

extension AgreementStudy: StudyWithOptions {
  /// An experiment with metrics, and what is looked at.
  struct Options: StudyOptions {
    @OptionGroup var scenes: SceneOptions
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Losses") var external: ExternalOptions
    @OptionGroup(title: "Metrics") var metrics: MetricOptions
    @OptionGroup(title: "Outputs") var folder: FolderOptions
    @OptionGroup(title: "Outputs") var drawing: DrawingOptions

    @OptionGroup var comparison: ComparisonOptions

    @Option(
      help: ArgumentHelp(
        "The loss and the metric whose predictions are shown one by one, and on which object "
          + "(default: dice,hausdorff-95 and the smallest).", valueName: "loss,metric[,object]"))
    var scatter: String?

    @Option(
      help: ArgumentHelp(
        "Metrics for which agreement is drawn against the size of the object (default: "
          + "dice-score,hausdorff-95,surface-dice).", valueName: "ids"))
    var highlights: String?

    func configuration() throws -> AgreementConfiguration {
      var configuration = AgreementConfiguration()
      // What names nothing stands for all, which the experiment itself does not know.
      let standard = configuration.filled(with: Program.registries).experiment
      configuration.experiment = try scenes.configuration(
        standard: standard, changedBy: [losses, external, metrics, folder, drawing])
      configuration.resolution = comparison.resolution ?? configuration.resolution
      configuration.resamples = comparison.resamples ?? configuration.resamples
      if let highlights { configuration.highlights = try metricIDs(highlights) }
      try applyScatter(to: &configuration)
      return configuration
    }

    private func metricIDs(_ text: String) throws -> [String] {
      try MetricSelection.list(text).map(\.id)
    }

    private func applyScatter(to configuration: inout AgreementConfiguration) throws {
      guard let scatter else { return }
      let parts = names(scatter)
      let experiment = configuration.experiment
      let lists = [
        (
          "loss", experiment.losses.flatMap(\.settings).map(\.key) + experiment.external.map(\.name)
        ),
        ("metric", experiment.metrics.map(\.id)), ("object", experiment.sceneNames),
      ]
      guard (2...3).contains(parts.count) else {
        throw ValidationError(
          "--scatter is '\(scatter)'; expected loss,metric or loss,metric,object")
      }
      try requireKnown(parts, of: lists, in: "in the study")
      configuration.scatter.loss = parts[0]
      configuration.scatter.metric = parts[1]
      configuration.scatter.object = parts.count > 2 ? parts[2] : nil
    }
  }
}
