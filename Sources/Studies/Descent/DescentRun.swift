import Algorithms
import Experiments
import Losses

/// A problem with an object and an optimiser: where losses are compared.
public struct DescentPlace: Hashable, Sendable {
  /// What is to be found.
  public let problem: DescentProblem
  /// The object.
  public let object: DescentObject
  /// The rule of the steps.
  public let optimiser: OptimiserKind

  /// Brings the three together.
  public init(problem: DescentProblem, object: DescentObject, optimiser: OptimiserKind) {
    self.problem = problem
    self.object = object
    self.optimiser = optimiser
  }
}

/// One run of gradient descent: what is varied in the experiment.
public struct DescentCase: Hashable, Sendable {
  /// Where it takes place.
  public let place: DescentPlace
  /// The loss.
  public let setting: LossSetting
  /// The learning rate.
  public let rate: Double
  /// Seed of everything random.
  public private(set) var seed: UInt64 = 0

  package init(_ place: DescentPlace, _ setting: LossSetting, rate: Double) {
    self.place = place
    self.setting = setting
    self.rate = rate
  }

  /// The same from another seed.
  package func seeded(_ seed: UInt64) -> Self {
    var copy = self
    copy.seed = seed
    return copy
  }
}

/// What a run of gradient descent did.
public struct DescentOutcome: Hashable, Sendable, Codable {
  /// Dice before each step and after the last, in single precision; shorter where the run diverged.
  public let dice: [Float]
  /// The loss at the same moments.
  public let loss: [Float]
  /// Whether loss, gradient or parameters became infinite or not a number.
  public let diverged: Bool
  /// The first iteration with a Dice coefficient of at least the target; none in a run that does not
  /// get there, or that diverges.
  public let reached: Int?
  /// Total variation over net rise of Dice, at least 1; none where it does not end above its start.
  public let diceFluctuation: Double?
  /// Total variation over net fall of the loss, at least 1; none where it does not end below its
  /// start.
  public let lossFluctuation: Double?

  /// Judges a run.
  package init(_ history: [Evaluation], diverged: Bool, target: Double) {
    dice = history.map { Float($0.dice) }
    loss = history.map { Float($0.loss) }
    self.diverged = diverged
    reached = diverged ? nil : history.firstIndex { $0.dice >= target }
    diceFluctuation = diverged ? nil : fluctuation(history.map(\.dice))
    lossFluctuation = diverged ? nil : fluctuation(history.map { -$0.loss })
  }
}

/// Total variation over net rise; none where the values do not end above their start.
private func fluctuation(_ values: [Double]) -> Double? {
  guard let first = values.first, let last = values.last, last > first else { return nil }
  return values.adjacentPairs().reduce(0) { $0 + abs($1.1 - $1.0) } / (last - first)
}

/// Descends from a problem's start.
///
/// - Parameters:
///   - problem: what to find.
///   - kind: the optimiser.
///   - rate: its learning rate, before the problem's scale.
///   - iterations: number of steps.
///   - target: the Dice coefficient that counts as success.
/// - Returns: what happened; a run that leaves the finite numbers ends there and counts as diverged.
/// - Throws: what the loss throws.
package func descend(
  _ problem: some TrainingProblem, by kind: OptimiserKind, rate: Double, iterations: Int,
  target: Double
) throws -> DescentOutcome {
  var problem = problem
  // Adam divides by the size of the gradient, so that its rate needs no scale.
  let scale = kind == .gradientDescent ? problem.gradientScale : 1
  var optimiser = Optimiser(kind, rate: rate * scale)
  var parameters = problem.initialParameters
  var history: [Evaluation] = []
  do {
    while let evaluation = try problem.evaluation(at: parameters), Float(evaluation.loss).isFinite {
      history.append(evaluation)
      guard history.count <= iterations else {
        return DescentOutcome(history, diverged: false, target: target)
      }
      guard let gradient = try problem.gradient(at: parameters), gradient.allSatisfy(\.isFinite)
      else { break }
      optimiser.update(&parameters, gradient: gradient)
      guard parameters.allSatisfy(\.isFinite) else { break }
    }
  } catch ExternalLossError.notFinite {
    // As where a loss of ours leaves the finite numbers.
  }
  return DescentOutcome(history, diverged: true, target: target)
}
