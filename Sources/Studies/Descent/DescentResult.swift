import Experiments
import Losses

/// What the descent experiment found.
public struct DescentResult: Hashable, Sendable {
  /// What was asked for.
  public let configuration: DescentConfiguration
  /// Problem by problem, object by object, optimiser by optimiser.
  public let scenes: [DescentScene]
  /// For each loss of each scene what its runs did at its best learning rate.
  public let curves: [DescentCurve]
  /// Every run with what it did.
  public let runs: [Run]
  /// Claims 0 and 4.
  public let claims: [ClaimEvaluation]

  /// A run with what it did.
  public struct Run: Hashable, Sendable {
    /// What was run.
    public let settings: DescentCase
    /// What it did.
    public let outcome: DescentOutcome
  }

  /// Sums up a task.
  ///
  /// - Parameters:
  ///   - task: the runs.
  ///   - cells: what they did, in the order of the task's cells.
  ///
  /// - Throws: `LossError`.
  public init(_ task: DescentStudy, _ cells: [DescentOutcome]) throws {
    let configuration = task.configuration
    let found = Dictionary(zip(task.cases, cells)) { first, _ in first }
    let runs = configuration.cases.compactMap { settings in
      found[settings].map { Run(settings: settings, outcome: $0) }
    }
    let groups = Dictionary(grouping: runs) { $0.settings.seeded(0) }
    func outcomes(_ run: DescentCase) -> [DescentOutcome] {
      groups[run.seeded(0), default: []].map(\.outcome)
    }
    var scenes: [DescentScene] = []
    var curves: [DescentCurve] = []
    for place in configuration.places {
      let losses = try configuration.settings.map { setting in
        let rates = configuration.learningRates[place.problem][place.optimiser].sorted().map {
          rate in
          DescentRateSummary(
            rate: rate, outcomes(DescentCase(place, setting, rate: rate)),
            iterations: configuration.iterations)
        }
        return DescentLossSummary(
          setting, try task.catalogue.entry(id: setting.id).specification, rates: rates)
      }
      let scene = DescentScene(
        problem: place.problem, object: place.object.name, optimiser: place.optimiser,
        losses: losses)
      scenes.append(scene)
      curves += zip(losses, configuration.settings).map { loss, setting in
        DescentCurve(
          place, loss, outcomes(DescentCase(place, setting, rate: loss.atBest.rate)),
          iterations: configuration.iterations)
      }
    }
    self.configuration = configuration
    self.scenes = scenes
    self.curves = curves
    self.runs = runs
    let inputs = scenes.flatMap(\.claimInputs)
    claims = [OptimisationClaimRule.evaluate(inputs), TrainingClaimRule.evaluate(inputs)]
  }
}

extension DescentScene {
  /// What claims 0 and 4 are judged from.
  var claimInputs: [TrainingClaimInput] {
    losses.map { loss in
      TrainingClaimInput(
        setting: name, loss: loss.loss, key: loss.key, family: loss.family,
        shareReached: loss.atBest.shareReached, fluctuation: loss.atBest.diceFluctuation,
        object: object, iterations: loss.atBest.iterations)
    }
  }
}

/// What the runs of a loss did at its best learning rate, iteration by iteration.
public struct DescentCurve: Hashable, Sendable {
  /// Where.
  public let place: DescentPlace
  /// What names the loss in tables.
  public let key: String
  /// What names it in a legend.
  public let label: String
  /// The learning rate.
  public let rate: Double
  /// Mean of Dice over the seeds; a run that diverged counts with 0.
  public let dice: [Double]
  /// Standard error of that mean; 0 for a single seed.
  public let standardError: [Double]
  /// Mean of the loss over the seeds up to the first divergence.
  public let loss: [Double]

  init(
    _ place: DescentPlace, _ summary: DescentLossSummary, _ outcomes: [DescentOutcome],
    iterations: Int
  ) {
    self.place = place
    key = summary.key
    label = summary.label
    rate = summary.atBest.rate
    let columns = (0...iterations).map { iteration in
      outcomes.map { $0.dice.indices.contains(iteration) ? Double($0.dice[iteration]) : 0 }
    }
    let means = columns.map { $0.reduce(0, +) / Double(max($0.count, 1)) }
    dice = means
    standardError = zip(columns, means).map { values, mean in
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(max(values.count * (values.count - 1), 1))).squareRoot()
    }
    let shortest = outcomes.map(\.loss.count).min() ?? 0
    loss = columnMeans(outcomes.map { $0.loss.prefix(shortest).map { Double($0) } })
  }
}
