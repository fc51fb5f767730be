import Experiments
import Studies
import Foundation
import Losses
import Testing

@Suite struct DescentTests {
  /// A tiny experiment.
  static func tiny(_ losses: [String] = ["cross-entropy"]) -> DescentConfiguration {
    var configuration = DescentConfiguration()
    configuration.losses = losses.map { LossSelection($0) }
    configuration.objects = [DescentObject(name: "disc", radius: 4)]
    configuration.extent = 16
    configuration.iterations = 60
    configuration.seeds = 2
    for problem in DescentProblem.allCases {
      configuration.learningRates[problem] = LearningRates(sgd: [0.1, 1, 10], adam: [0.03, 0.1])
    }
    configuration.network.trainingImages = 4
    configuration.network.batchSize = 2
    configuration.network.heldOutImages = 2
    configuration.network.noise = 0.1
    return configuration
  }

  static func result(_ configuration: DescentConfiguration) throws -> DescentResult {
    let task = try DescentStudy(configuration, registries: .standard)
    return try DescentResult(task, (0..<task.cellCount).map { try task.outcome(ofCell: $0) })
  }

  @Test(arguments: DescentProblem.allCases)
  func crossEntropyFindsAnEasyObject(problem: DescentProblem) throws {
    var configuration = Self.tiny()
    configuration.problems = [problem]
    let result = try Self.result(configuration)
    #expect(result.scenes.count == 2)
    for (scene, curve) in zip(result.scenes, result.curves) {
      let best = scene.losses[0].atBest
      #expect(best.finalDice > 0.85, "\(scene.name)")
      #expect(curve.dice.count == 61)
      #expect(curve.dice[0] < curve.dice[60], "\(scene.name)")
      #expect(curve.loss[60] < curve.loss[0] / 2, "\(scene.name)")
    }
  }

  @Test func cellsDoNotDependOnTheirOrder() throws {
    var configuration = Self.tiny(["dice", "combo"])
    configuration.iterations = 5
    let task = try DescentStudy(configuration, registries: .standard)
    #expect(Set(task.cases).count == task.cellCount)
    #expect(Set(task.cases) == Set(configuration.cases))
    let forwards = try (0..<task.cellCount).map { try task.outcome(ofCell: $0) }
    let backwards = try (0..<task.cellCount).reversed().map { try task.outcome(ofCell: $0) }
    #expect(forwards == backwards.reversed())
  }

  /// θ ← θ − η ∇ of ½ Σ θ²: every step multiplies θ by 1 − η.
  private struct Bowl: TrainingProblem {
    let initialParameters = [1.0, -2.0]
    let gradientScale = 1.0
    func evaluation(at parameters: [Double]) -> Evaluation? {
      let loss = parameters.reduce(0) { $0 + $1 * $1 } / 2
      return Evaluation(loss: loss, dice: 1 / (1 + loss))
    }
    func gradient(at parameters: [Double]) -> [Double]? { parameters }
  }

  @Test func recordsEveryIteration() throws {
    let outcome = try descend(
      Bowl(), by: .gradientDescent, rate: 0.5, iterations: 4, target: 0.7)
    let losses = (0...4).map { 2.5 * pow(0.25, Double($0)) }
    #expect(outcome.loss == losses.map { Float($0) })
    #expect(outcome.dice == losses.map { Float(1 / (1 + $0)) })
    #expect(!outcome.diverged)
    // Dice is 0.286, 0.615, 0.865.
    #expect(outcome.reached == 2)
    expectClose(
      [outcome.diceFluctuation ?? 0, outcome.lossFluctuation ?? 0], [1, 1],
      tolerance: 1e-12, "monotone")
  }

  @Test func divergenceIsRecordedAndNeverCounts() throws {
    let outcome = try descend(
      Bowl(), by: .gradientDescent, rate: 1e30, iterations: 50, target: 0.1)
    #expect(outcome.diverged)
    #expect(outcome.reached == nil)
    #expect(outcome.diceFluctuation == nil)
    #expect(!outcome.loss.isEmpty && outcome.loss.count < 50)
    #expect(outcome.loss.allSatisfy { $0.isFinite })
  }

  @Test func hugeLearningRatesNeverCrash() throws {
    var configuration = Self.tiny(Catalogue.figureLossIDs)
    configuration.iterations = 10
    configuration.seeds = 1
    for problem in DescentProblem.allCases {
      configuration.learningRates[problem] = LearningRates(sgd: [1e12], adam: [1e12])
    }
    let result = try Self.result(configuration)
    #expect(result.runs.count == 3 * 2 * 7)
    for run in result.runs {
      #expect(run.outcome.loss.allSatisfy { $0.isFinite })
      #expect(run.outcome.diverged == (run.outcome.dice.count < 11))
    }
  }

  @Test func outcomesSurviveTheirFile() throws {
    let history = [(0.5, 0.25), (0.75, 0.5), (0.25, 0.95)].map { Evaluation(loss: $0, dice: $1) }
    let outcome = DescentOutcome(history, diverged: false, target: 0.9)
    #expect(outcome.reached == 2)
    expectClose([outcome.lossFluctuation ?? 0], [(0.25 + 0.5) / 0.25], tolerance: 1e-12, "loss")
    let data = try JSONEncoder().encode(outcome)
    #expect(try JSONDecoder().decode(DescentOutcome.self, from: data) == outcome)
  }

  @Test func bestRateHasTheLargestShareThenTheLargestDice() throws {
    func rate(_ rate: Double, reached: Int, dice: Double) -> DescentRateSummary {
      let outcomes = (0..<4).map { index in
        DescentOutcome(
          [Evaluation(loss: 1, dice: 0), Evaluation(loss: 0, dice: dice)], diverged: false,
          target: index < reached ? 0 : 2)
      }
      return DescentRateSummary(rate: rate, outcomes, iterations: 1)
    }
    func best(_ rates: [DescentRateSummary]) throws -> Double {
      DescentLossSummary(
        LossSetting(id: "dice", parameters: [:], varied: []), DiceLoss.specification, rates: rates
      ).atBest.rate
    }
    #expect(
      try best([rate(1, reached: 2, dice: 0.9), rate(2, reached: 3, dice: 0.5)]) == 2)
    #expect(
      try best([
        rate(1, reached: 3, dice: 0.5), rate(2, reached: 3, dice: 0.6),
        rate(3, reached: 3, dice: 0.6),
      ]) == 2)
  }

  @Test func summariesCountDivergedRunsAsFailures() {
    let good = DescentOutcome(
      [0.0, 0.5, 1, 0.75].map { Evaluation(loss: 1 - $0, dice: $0) }, diverged: false, target: 0.9)
    let bad = DescentOutcome(
      [Evaluation(loss: 1, dice: 1)], diverged: true, target: 0.9)
    let summary = DescentRateSummary(rate: 1, [good, bad], iterations: 3)
    #expect(summary.reached == 1)
    #expect(summary.diverged == 1)
    #expect(summary.shareReached == 0.5)
    #expect(summary.iterations == 2)
    #expect(summary.finalDice == 0.375)
    #expect(summary.meanDice == (0.5 + 1 + 0.75 + 1) / 8)
    expectClose([summary.diceFluctuation ?? 0], [1.25 / 0.75], tolerance: 1e-12, "fluctuation")
    #expect(median([3, nil, 1]) == 3)
    #expect(median([nil, 1]) == nil)
    #expect(median([1, 2]) == 1.5)
    #expect(median([]) == nil)
  }
}
