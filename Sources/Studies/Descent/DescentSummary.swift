import Experiments
import Losses

/// A problem with an object and an optimiser: where losses are compared.
public struct DescentScene: Hashable, Sendable, Codable {
  /// What is to be found.
  public let problem: DescentProblem
  /// Name of the object.
  public let object: String
  /// The rule of the steps.
  public let optimiser: OptimiserKind
  /// One for each setting of each loss.
  public let losses: [DescentLossSummary]

  /// What names it in tables.
  public var name: String { "\(problem.rawValue), \(object), \(optimiser.rawValue)" }
}

/// A loss in a scene.
public struct DescentLossSummary: Hashable, Sendable, Codable {
  /// What names it in tables.
  public let key: String
  /// What names it in a legend.
  public let label: String
  /// Identifier of the loss.
  public let loss: String
  /// Its family, where it has one.
  public let family: LossFamily?
  /// One for each learning rate, in rising order.
  public let rates: [DescentRateSummary]
  /// The place in ``rates`` of the best rate: the one with the largest share of successful runs;
  /// among equals with the largest mean Dice over all iterations; among equals the smallest.
  public let best: Int

  package init(
    _ setting: LossSetting, _ specification: LossSpecification, rates: [DescentRateSummary]
  ) {
    key = setting.key
    label = setting.label(name: specification.name)
    loss = setting.id
    family = specification.family
    self.rates = rates
    func isBetter(_ first: DescentRateSummary, _ second: DescentRateSummary) -> Bool {
      (first.reached, first.meanDice) > (second.reached, second.meanDice)
    }
    best = rates.indices.dropFirst().reduce(0) { isBetter(rates[$1], rates[$0]) ? $1 : $0 }
  }

  /// What happened at the best rate.
  public var atBest: DescentRateSummary { rates[best] }

  /// Whether a rate outside the grid might be better still.
  public var isBestAtEdge: Bool { best == 0 || best == rates.count - 1 }

  /// Share of the successful runs over all learning rates: how little the choice of a rate matters.
  public var shareReachedOverRates: Double {
    Double(rates.reduce(0) { $0 + $1.reached }) / Double(rates.reduce(0) { $0 + $1.runs })
  }
}

/// A loss in a scene at one learning rate.
public struct DescentRateSummary: Hashable, Sendable, Codable {
  /// The learning rate.
  public let rate: Double
  /// Number of runs, one a seed.
  public let runs: Int
  /// Number of the runs that reach the target.
  public let reached: Int
  /// Number of the runs that diverge.
  public let diverged: Int
  /// Median over the successful runs of the iterations needed.
  public let iterations: Double?
  /// Median over the successful runs of the fluctuation of Dice; none where it has no bound.
  public let diceFluctuation: Double?
  /// Median over the successful runs of the fluctuation of the loss; none where it has no bound.
  public let lossFluctuation: Double?
  /// Mean over the runs of the last Dice; 0 for a run that diverged.
  public let finalDice: Double
  /// Mean over the runs and all iterations of Dice, which is 0 after divergence.
  public let meanDice: Double

  /// Sums up the runs of all seeds.
  package init(rate: Double, _ outcomes: [DescentOutcome], iterations count: Int) {
    let successes = outcomes.filter { $0.reached != nil }
    let total = Double(outcomes.count)
    self.rate = rate
    runs = outcomes.count
    reached = successes.count
    diverged = outcomes.count { $0.diverged }
    iterations = median(successes.map { $0.reached.map { Double($0) } })
    diceFluctuation = median(successes.map(\.diceFluctuation))
    lossFluctuation = median(successes.map(\.lossFluctuation))
    finalDice = outcomes.reduce(0) { $0 + ($1.diverged ? 0 : Double($1.dice.last ?? 0)) } / total
    meanDice =
      outcomes.reduce(0) { sum, outcome in sum + outcome.dice.reduce(0) { $0 + Double($1) } }
      / (total * Double(count + 1))
  }

  /// Share of the runs that reach the target.
  public var shareReached: Double { Double(reached) / Double(runs) }
}

/// The median, where none stands for a value beyond all bounds; none of nothing.
package func median(_ values: [Double?]) -> Double? {
  let sorted = values.map { $0 ?? .infinity }.sorted()
  guard !sorted.isEmpty else { return nil }
  let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  return middle.isFinite ? middle : nil
}
