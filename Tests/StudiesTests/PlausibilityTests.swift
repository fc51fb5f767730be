import Documents
import Experiments
import Foundation
import Studies
import Testing

/// Studies accept the cells that they compute, and none that would trip whoever shows them.
@Suite struct PlausibilityTests {
  private static let experiment: ExperimentConfiguration = {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [32, 64]
    configuration.objects = [
      ObjectSpecification(name: "large", shape: .disc(radius: 7)),
      ObjectSpecification(name: "small", shape: .disc(radius: 3)),
    ]
    configuration.paths = ["shrink", "speckle"]
    configuration.steps = 4
    configuration.repeats = 2
    configuration.losses = [LossSelection("dice"), LossSelection("focal")]
    return configuration
  }()

  /// What is expected of a cell, and of its text with something replaced.
  private func check<S: Study>(
    _ study: S, cell index: Int, damages: [(original: Regex<Substring>, damaged: String)]
  ) throws {
    let outcome = try study.outcome(ofCell: index)
    #expect(study.accepts(outcome, ofCell: index))
    let text = String(decoding: try JSON.line(outcome), as: UTF8.self)
    for (original, damaged) in damages {
      let changed = text.replacing(original, with: damaged)
      #expect(changed != text, "\(damaged)")
      let decoded = try JSONDecoder().decode(S.Outcome.self, from: Data(changed.utf8))
      #expect(!study.accepts(decoded, ofCell: index), "\(damaged)")
    }
  }

  @Test func cellsOfGradients() throws {
    let study = try GradientStudy(Self.experiment, registries: .standard)
    try check(
      study, cell: 5,
      damages: [
        (#/"stalledSteps":\[[^\]]*\]/#, #""stalledSteps":[99999]"#),
        (#/"norms":\[[^\]]*\]/#, #""norms":[]"#), (#/"object":"[a-z]*"/#, #""object":"other""#),
      ])
  }

  @Test func cellsOfALandscape() throws {
    let study = try LandscapeStudy(Self.experiment, registries: .standard)
    try check(
      study, cell: 3,
      damages: [
        (#/"violations":\[[^\]]*\]/#, #""violations":[99999]"#),
        (#/"values":\[[^\]]*\]/#, #""values":[]"#),
        (#/"falsePositives":\[[^\]]*\]/#, #""falsePositives":[]"#),
        (#/"lower":\[[^\]]*\]/#, #""lower":[1]"#),
      ])
  }
}
