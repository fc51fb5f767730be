import Experiments
import Foundation
import TestSupport
import Testing

/// What README.md shows is what happens. EndToEndTests run its commands, RecipeTests its recipe.
@Suite struct ReadmeTests {
  @Test func verdictTableIsTheComputedOne() throws {
    let report = Report(try Experiment(ExperimentConfiguration(), registries: .standard).run())
    #expect(try Document("README.md").block("verdicts").text == report.verdictTable())
  }
}
