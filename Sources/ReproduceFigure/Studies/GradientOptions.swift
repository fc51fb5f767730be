import ArgumentParser
import Experiments
import Studies

extension GradientStudy: StudyWithOptions {
  /// An experiment.
  struct Options: StudyOptions {
    @OptionGroup var experiment: ExperimentOptions

    func configuration() throws -> ExperimentConfiguration { try experiment.configuration() }
  }
}
