import Experiments
import Foundation
import TestSupport
import Testing
import Texts

/// What README.md shows is what happens. EndToEndTests run its commands, `.ci/recipe` its recipe.
@Suite struct ReadmeTests {
  @Test func verdictTableIsTheComputedOne() throws {
    let report = Report(try Experiment(ExperimentConfiguration(), registries: .standard).run())
    #expect(try Document("README.md").block("verdicts").text == report.verdictTable())
  }

  /// What docs/combo-code.md says of the states of combo's code.
  @Test func verdictsOfTheCodeOfComboAreTheComputedOnes() throws {
    var configuration = ExperimentConfiguration()
    configuration.losses = [
      "combo", "combo-code-2019-06", "combo-code-2019-10", "combo-code-2020-08",
    ].map { LossSelection($0) }
    let text = try Document("docs/combo-code.md").block("combo-code").text
    var tables: [String] = []
    for (path, probabilities) in [
      ("slide", ProbabilityDescription.standard), ("slide", .twoValued(0.99)), ("grow", .standard),
    ] {
      configuration.paths = [path]
      configuration.probabilities = probabilities
      let report = Report(try Experiment(configuration, registries: .standard).run())
      for scene in report.scenes {
        for curve in scene.curves {
          let values = [curve.values.first, curve.values.last].map { fixed($0) }
          tables.append(
            [
              path, "\(probabilities)", scene.object, curve.key,
              Report.shortVerdict(curve.monotonicity), values.joined(separator: " to "),
            ].joined(separator: " | "))
        }
      }
    }
    #expect(text == tables.joined(separator: "\n"))
  }
}
