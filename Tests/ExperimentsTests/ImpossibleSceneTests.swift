import Experiments
import Losses
import Testing

/// What is not possible costs itself, and is told.
@Suite struct ImpossibleSceneTests {
  private static func configuration(_ paths: [String]) -> ExperimentConfiguration {
    var configuration = ExternalLossTests.configuration
    configuration.paths = paths
    return configuration
  }

  @Test func pathThatIsNotPossibleForOneObjectCostsItself() throws {
    var configuration = Self.configuration(["grow", "shrink"])
    configuration.steps = 6
    let result = try Experiment(configuration, registries: .standard).run()
    #expect(
      result.scenes.map { "\($0.path.id) \($0.object.name)" } == [
        "grow large", "grow small", "shrink large",
      ])
    #expect(result.impossible.map(\.object) == ["small"])
    #expect(result.impossible.first?.path == "shrink")
    let reason = try #require(result.impossible.first?.reason)
    #expect(reason.contains("cannot take 6 steps") && reason.contains("--steps 4 is possible"))
    let report = Report(result)
    #expect(report.impossible == result.impossible)
    #expect(try report.markdown().contains(reason))
    #expect(report.verdictTable().contains("small along shrink is left out"))
    // The claims that need the object are not judged.
    #expect(result.claims.map { $0.verdict(.smallObject) == .notEvaluated } == [false, true])
  }

  @Test func objectThatDoesNotFitCostsItself() throws {
    var configuration = Self.configuration(["slide"])
    configuration.objects[0] = ObjectSpecification(name: "large", shape: .disc(radius: 30))
    let result = try Experiment(configuration, registries: .standard).run()
    #expect(result.scenes.map(\.object.name) == ["small"])
    #expect(result.impossible.map(\.object) == ["large"] && result.impossible[0].path == nil)
    // What is written makes the same experiment again.
    let again = try Experiment(result.configuration, registries: .standard).run()
    #expect(try Report(again).json() == Report(result).json())
  }

  @Test func whereNothingIsPossibleThereIsAnError() {
    var configuration = Self.configuration(["shrink"])
    configuration.objects.removeFirst()
    configuration.steps = 30
    #expect(throws: PathError.self) {
      try Experiment(configuration, registries: .standard).run()
    }
    configuration.objects = [ObjectSpecification(name: "huge", shape: .disc(radius: 300))]
    #expect(throws: ObjectError.self) {
      try Experiment(configuration, registries: .standard).scenes()
    }
  }

  @Test func reportOfAnOrdinaryExperimentDoesNotSpeakOfIt() throws {
    let result = try Experiment(Self.configuration(["slide"]), registries: .standard).run()
    #expect(!String(decoding: try Report(result).json(), as: UTF8.self).contains("impossible"))
  }
}
