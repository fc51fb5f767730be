import Documents
import Experiments
import Foundation
import Losses
import Studies
import TestSupport
import Testing

/// What training says to a ranking.
@Suite struct TrainingEvidenceTests {
  /// SciPy 1.x: `binomtest(k, n).proportion_ci(method="wilson")`.
  @Test(arguments: [
    (0, 5, 0.0, 0.43448246478317476), (3, 10, 0.10779126740630102, 0.6032218525388546),
    (5, 5, 0.5655175352168251, 1.0), (41, 60, 0.5576623297382323, 0.7869413244763347),
  ]) func intervalsAreThoseOfSciPy(count: Int, total: Int, lower: Double, upper: Double) {
    let found = TrainingEvidence.wilson(count, of: total)
    #expect(abs((found.lower ?? .nan) - lower) < 1e-12)
    #expect(abs((found.upper ?? .nan) - upper) < 1e-12)
    #expect(found.value == Double(count) / Double(total))
  }

  /// Evidence in which losses succeed so many times out of thirty.
  private static func evidence(_ reached: [String: Int]) throws -> TrainingEvidence {
    let losses = reached.sorted { $0.key < $1.key }.map { loss, count in
      let share = TrainingEvidence.wilson(count, of: 30)
      return """
        {"loss": "\(loss)", "reached": [\(count)], "runs": [30], "share":
         {"value": \(share.value), "lower": \(share.lower ?? 0), "upper": \(share.upper ?? 1)}}
        """
    }
    let text = "{\"settings\": [\"logits\"], \"losses\": [\(losses.joined(separator: ","))]}"
    return try JSONDecoder().decode(TrainingEvidence.self, from: Data(text.utf8))
  }

  /// An advice about two discs in which Dice is told from cross-entropy by the Dice score.
  private static func advice() throws -> Advice {
    var configuration = AdviceConfiguration()
    configuration.experiment.grid.shape = [64, 64]
    configuration.experiment.objects = (0..<9).map { index in
      ObjectSpecification(name: "disc-\(index)", shape: .disc(radius: 4 + Double(index) / 2))
    }
    configuration.experiment.steps = 3
    configuration.experiment.losses = [LossSelection("cross-entropy"), LossSelection("dice")]
    configuration.experiment.paths = ["grow", "shrink", "shift"]
    configuration.experiment.metrics = [MetricSelection("dice-score")]
    configuration.resamples = 100
    let study = try AdviceStudy(configuration, registries: .standard)
    return study.result(try (0..<study.cellCount).map(study.outcome))
  }

  @Test func disagreementIsSaidWhereIntervalsAreApart() throws {
    let ranking = try #require(try Self.advice().rankings.first)
    try #require(ranking.groups.map { $0.map(\.loss) } == [["dice"], ["cross-entropy"]])
    func said(_ dice: Int, _ crossEntropy: Int) throws -> (count: Int, text: String) {
      let evidence = try Self.evidence(["dice": dice, "cross-entropy": crossEntropy])
      return (evidence.contradictions(to: ranking).count, evidence.statement(on: ranking))
    }
    let apart = try said(5, 28)
    #expect(apart.count == 1 && apart.text.contains("training disagrees"))
    #expect(apart.text.contains("5 of 30 runs against 28 of 30 runs"))
    // The other way round, or near each other, nothing is contradicted.
    for (dice, crossEntropy) in [(28, 5), (20, 24), (30, 30)] {
      let found = try said(dice, crossEntropy)
      #expect(found.count == 0 && found.text.contains("contradicts nothing"))
    }
    let missing = try Self.evidence(["dice": 3]).statement(on: ranking)
    #expect(missing.contains("Not trained: cross-entropy"))
    #expect(try Self.evidence(["combo": 3]).statement(on: ranking).contains("none of these"))
  }

  /// What others may have written into `descend.json` is no reason to trap.
  @Test(arguments: [
    ("best", "99999"), ("best", "-1"), ("runs", "0"), ("runs", "9223372036854775807"),
    ("reached", "-1"), ("reached", "3"), ("diverged", "3"),
  ]) func placesAndCountsThatCannotBeAreRefused(name: String, value: String) throws {
    var descent = DescentConfiguration()
    descent.losses = [LossSelection("dice")]
    descent.problems = [.logits]
    (descent.iterations, descent.seeds, descent.extent) = (3, 2, 16)
    descent.objects = [DescentObject(name: "small", radius: 3)]
    let study = try DescentStudy(descent, registries: .standard)
    let report = try study.result((0..<study.cellCount).map(study.outcome)).json()
    try withTemporaryFolder { folder in
      let changed = String(decoding: report, as: UTF8.self)
        .replacing(try Regex("\"\(name)\" : [0-9]+"), with: "\"\(name)\" : \(value)")
      try Data(changed.utf8).write(to: folder.appendingPathComponent("descend.json"))
      let error = #expect(throws: FileError.self) { try TrainingEvidence(folder: folder.path) }
      #expect(error?.description.contains("\(name) is \(value)") == true)
    }
  }

  @Test func resultsOfDescendAreReadAndAreNoPartOfARunsIdentity() throws {
    var descent = DescentConfiguration()
    descent.losses = [LossSelection("dice"), LossSelection("combo")]
    descent.problems = [.logits]
    (descent.iterations, descent.seeds, descent.extent) = (3, 2, 16)
    descent.objects = [DescentObject(name: "small", radius: 3)]
    let study = try DescentStudy(descent, registries: .standard)
    let result = try study.result((0..<study.cellCount).map(study.outcome))
    try withTemporaryFolder { folder in
      try result.json().write(to: folder.appendingPathComponent("descend.json"))
      let evidence = try TrainingEvidence(folder: folder.path)
      #expect(evidence.losses.map(\.loss) == ["dice", "combo"])
      #expect(evidence.settings.count == result.scenes.count)
      #expect(evidence.losses.allSatisfy { $0.runs.allSatisfy { $0 == 2 } })
      var configuration = AdviceConfiguration()
      configuration.experiment.objects = [ObjectSpecification(name: "d", shape: .disc(radius: 4))]
      let plain = try AdviceStudy(configuration, registries: .standard)
      configuration.descend = folder.path
      let trained = try AdviceStudy(configuration, registries: .standard)
      #expect(plain.configuration == trained.configuration)
      let advice = trained.result([])
      #expect(advice.training == evidence)
      #expect(try advice.markdown(figures: []).contains("successful trainings"))
      let other = String(decoding: try result.json(), as: UTF8.self)
        .replacingOccurrences(of: #""kind" : "descend""#, with: #""kind" : "landscape""#)
      try Data(other.utf8).write(to: folder.appendingPathComponent("descend.json"))
      let error = #expect(throws: DocumentError.self) { try TrainingEvidence(folder: folder.path) }
      #expect(error?.description.hasSuffix("kind is 'landscape'; expected 'descend'") == true)
      configuration.descend = folder.path + "/none"
      #expect(throws: FileError.self) { try AdviceStudy(configuration, registries: .standard) }
    }
  }
}
