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
  /// Claim 4.
  public let claim: ClaimEvaluation

  /// A run with what it did.
  public struct Run: Hashable, Sendable {
    /// What was run.
    public let settings: DescentCase
    /// What it did.
    public let outcome: DescentOutcome
  }

  /// Sums up the outcomes of all cells of a task.
  ///
  /// - Throws: ``LossError``.
  public init(_ task: DescentTask, _ outcomes: [DescentOutcome]) throws {
    let configuration = task.configuration
    let found = Dictionary(zip(task.cases, outcomes)) { first, _ in first }
    let runs = configuration.cases.compactMap { settings in
      found[settings].map { Run(settings: settings, outcome: $0) }
    }
    let groups = Dictionary(grouping: runs) { Group($0.settings) }
    var scenes: [DescentScene] = []
    var curves: [DescentCurve] = []
    for problem in configuration.problems {
      for object in configuration.objects {
        for optimiser in configuration.learningRates.optimisers {
          func outcomes(_ setting: LossSetting, _ rate: Double) -> [DescentOutcome] {
            let group = Group(
              problem: problem, object: object, optimiser: optimiser, rate: rate, setting: setting)
            return (groups[group] ?? []).map(\.outcome)
          }
          let losses = try configuration.settings.map { setting in
            let rates = configuration.learningRates[optimiser].sorted().map { rate in
              DescentRateSummary(
                rate: rate, outcomes(setting, rate), iterations: configuration.iterations)
            }
            return DescentLossSummary(
              setting, try Catalogue.standard.type(id: setting.id).specification, rates: rates)
          }
          let scene = DescentScene(
            problem: problem, object: object.name, optimiser: optimiser, losses: losses)
          scenes.append(scene)
          curves += zip(losses, configuration.settings).map { loss, setting in
            DescentCurve(
              scene: scene, loss: loss, outcomes(setting, loss.atBest.rate),
              iterations: configuration.iterations)
          }
        }
      }
    }
    self.configuration = configuration
    self.scenes = scenes
    self.curves = curves
    self.runs = runs
    claim = TrainingClaimRule.evaluate(scenes.flatMap(\.claimInputs))
  }

  /// What the runs of all seeds have in common.
  private struct Group: Hashable {
    let problem: DescentProblem
    let object: DescentObject
    let optimiser: OptimiserKind
    let rate: Double
    let setting: LossSetting
  }
}

extension DescentResult.Group {
  init(_ run: DescentCase) {
    self.init(
      problem: run.problem, object: run.object, optimiser: run.optimiser, rate: run.rate,
      setting: run.setting)
  }
}

extension DescentScene {
  /// What claim 4 is judged from.
  var claimInputs: [TrainingClaimInput] {
    losses.map { loss in
      TrainingClaimInput(
        setting: name, loss: loss.loss, key: loss.key, family: loss.family,
        shareReached: loss.atBest.shareReached, fluctuation: loss.atBest.diceFluctuation)
    }
  }
}

/// What the runs of a loss did at its best learning rate, iteration by iteration.
public struct DescentCurve: Hashable, Sendable {
  /// The scene's name.
  public let scene: String
  /// What names the loss in tables.
  public let key: String
  /// The learning rate.
  public let rate: Double
  /// Mean of Dice over the seeds; a run that diverged counts with 0.
  public let dice: [Double]
  /// Least Dice of a seed.
  public let leastDice: [Double]
  /// Greatest Dice of a seed.
  public let greatestDice: [Double]
  /// Mean of the loss over the seeds up to the first divergence.
  public let loss: [Double]

  init(
    scene: DescentScene, loss summary: DescentLossSummary, _ outcomes: [DescentOutcome],
    iterations: Int
  ) {
    self.scene = scene.name
    key = summary.key
    rate = summary.atBest.rate
    let columns = (0...iterations).map { iteration in
      outcomes.map { $0.dice.indices.contains(iteration) ? Double($0.dice[iteration]) : 0 }
    }
    dice = columns.map { $0.reduce(0, +) / Double(max($0.count, 1)) }
    leastDice = columns.map { $0.min() ?? 0 }
    greatestDice = columns.map { $0.max() ?? 0 }
    let shortest = outcomes.map(\.loss.count).min() ?? 0
    loss = columnMeans(outcomes.map { $0.loss.prefix(shortest).map { Double($0) } })
  }
}
