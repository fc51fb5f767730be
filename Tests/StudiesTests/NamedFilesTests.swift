import Experiments
import FieldFiles
import Foundation
import Losses
import LongRuns
import Metrics
import Studies
import TestSupport
import Testing

/// A mask of a file is named in the report of every study that takes one, with its own grid, and not
/// written out; the configuration that computes it again has it all the same.
@Suite struct NamedFilesTests {
  private func experiment(_ file: String) -> ExperimentConfiguration {
    var experiment = ExperimentConfiguration()
    experiment.steps = 3
    experiment.repeats = 2
    experiment.paths = ["shift"]
    experiment.losses = [LossSelection("dice"), LossSelection("cross-entropy")]
    experiment.objects = [ObjectSpecification(name: "small", file: file)]
    return experiment
  }

  private func check<S: Study>(
    _ type: S.Type, _ configuration: S.Configuration, file: String
  ) throws {
    let study = try S(configuration, registries: .standard)
    let markdown = try study.result((0..<study.cellCount).map(study.outcome)).markdown(figures: [])
    #expect(markdown.contains("small is \(file), on its own grid of 12 × 30 elements"))
    #expect(markdown.contains("file: \(file)") && !markdown.contains("runs: ["))
    #expect(String(describing: study.configuration).contains("runs: ["))
  }

  @Test func everyReportNamesThem() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("m.npy").path
      let mask = try ObjectShape.disc(radius: 3).mask(on: Grid(shape: [12, 30]))
      try writeNumPy(mask.elements.map { $0 ? 1 : 0 }, shape: [12, 30], to: file)
      try check(GradientStudy.self, experiment(file), file: file)
      var agreement = AgreementConfiguration()
      agreement.experiment = experiment(file)
      agreement.experiment.metrics = [MetricSelection("dice-score")]
      agreement.resamples = 100
      try check(AgreementStudy.self, agreement, file: file)
    }
  }
}
