import ArgumentParser
import Experiments
import Studies

extension GradientStudy: StudyWithOptions {
  /// An experiment with losses that have a gradient: no curves that were computed elsewhere.
  struct Options: StudyOptions {
    @OptionGroup var scenes: SceneOptions
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Losses") var external: ExternalOptions
    @OptionGroup(title: "Losses") var judgement: JudgementOptions
    @OptionGroup(title: "Outputs") var folder: FolderOptions
    @OptionGroup(title: "Outputs") var drawing: DrawingOptions

    func configuration() throws -> ExperimentConfiguration {
      try scenes.configuration(changedBy: [losses, external, judgement, folder, drawing])
    }
  }
}
