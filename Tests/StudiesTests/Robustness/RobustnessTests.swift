import Experiments
import Studies
import Foundation
import Losses
import Testing

@Suite struct RobustnessTests {
  private func robustness(_ configuration: RobustnessConfiguration) throws -> Robustness {
    let task = try RobustnessStudy(configuration, registries: .standard)
    return Robustness(task, try (0..<task.cellCount).map(task.outcome))
  }

  /// The verdicts of the figure's own experiment, in the order of the claims.
  private func verdicts(_ experiment: ExperimentConfiguration) throws -> [ClaimVerdict] {
    let claims = try Experiment(experiment, registries: .standard).run().claims[0]
    return Robustness.claims.map { claims.verdict($0) }
  }

  @Test func theDefaultProtocolIsThatOfTheFigure() throws {
    var configuration = RobustnessConfiguration(ExperimentConfiguration())
    configuration.grids = [[256, 640]]
    configuration.probabilities = [.standard]
    configuration.smoothings = [1e-5, 1]
    let result = try robustness(configuration)
    let standard = result.protocols.filter(\.isDefault)
    #expect(standard.count == 1)
    #expect(standard.first?.verdicts == (try verdicts(ExperimentConfiguration())))
  }

  @Test(arguments: [(0.6, 1e-5, 1e-2), (0.9, 1e-5, 1e-4), (1.0, 1.0, 1e-3)])
  func aProtocolIsTheExperimentWithItsValues(
    confidence: Double, smoothing: Double, tolerance: Double
  ) throws {
    var configuration = RobustnessConfiguration(ExperimentConfiguration())
    configuration.grids = [[192, 384]]
    configuration.probabilities = [.standard, .twoValued(confidence)]
    configuration.smoothings = [0.1, smoothing]
    configuration.tolerances = [0, tolerance]
    let result = try robustness(configuration)
    #expect(result.protocols.count == 8)
    var experiment = ExperimentConfiguration()
    experiment.grid.shape = [192, 384]
    experiment.probabilities = .twoValued(confidence)
    experiment.tolerance = tolerance
    for index in experiment.losses.indices {
      let type = try Catalogue.standard.entry(id: experiment.losses[index].id)
      if type.specification.parameters.contains(where: { $0.name == "smoothing" }) {
        experiment.losses[index].parameters["smoothing"] = [smoothing]
      }
    }
    let point = try #require(
      result.protocols.first {
        $0.probabilities == .twoValued(confidence) && $0.smoothing == smoothing
          && $0.tolerance == tolerance
      })
    #expect(point.verdicts == (try verdicts(experiment)))
  }

  @Test func whatIsNotPossibleIsCountedAndSaid() throws {
    var configuration = RobustnessConfiguration(ExperimentConfiguration())
    configuration.grids = [[64, 64], [256, 384]]
    configuration.probabilities = [.standard]
    let result = try robustness(configuration)
    for claim in Robustness.claims.indices {
      let tally = result.tally(claim)
      #expect(tally.judged + tally.notJudged == result.protocols.count)
    }
    // A disc of radius 60 does not fit into 64²; that of radius 5 does.
    let small = result.protocols.filter { $0.grid == [64, 64] }
    for point in small {
      #expect(point.verdicts[0] == .notEvaluated && point.verdicts[2] == .notEvaluated)
      #expect(point.verdicts[1] != .notEvaluated)
      #expect(point.obstacles.count == 1)
    }
    #expect(try result.markdown(figures: []).contains(small[0].obstacles[0]))
    let large = result.protocols.filter { $0.grid == [256, 384] }
    #expect(large.count == 6 && large.allSatisfy { $0.obstacles.isEmpty })
  }

  @Test func configurationsThatMakeNoSenseAreRefused() {
    func refusal(_ change: (inout RobustnessConfiguration) -> Void) -> (any Error)? {
      var configuration = RobustnessConfiguration()
      change(&configuration)
      do {
        _ = try RobustnessStudy(configuration, registries: .standard)
        return nil
      } catch { return error }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.grids = [] } != nil)
    #expect(refusal { $0.grids = [[0, 1]] } != nil)
    #expect(refusal { $0.probabilities = [.twoValued(1.5)] } != nil)
    #expect(refusal { $0.tolerances = [-1] } != nil)
    #expect(refusal { $0.smoothings = [] } != nil)
    #expect(refusal { $0.smoothings = [-1] } != nil)
    #expect(
      refusal { $0.experiment.objects = [ObjectSpecification(name: "a", shape: .disc(radius: 3))] }
        != nil)
  }
}
