import Algorithms
import Experiments
import Losses

/// How stably one loss trains in one setting (a problem, an object and an optimiser): what claims
/// 0 and 4 are judged from.
public struct TrainingClaimInput: Hashable, Sendable {
  /// What names the setting, the same for all losses.
  public let setting: String
  /// Identifier of the loss.
  public let loss: String
  /// What names the loss with its parameters.
  public let key: String
  /// Family of the loss.
  public let family: LossFamily?
  /// Share of the runs that reach the Dice that counts as success, in [0, 1].
  public let shareReached: Double
  /// Median fluctuation of Dice over the runs that reach it; none where it has no bound.
  public let fluctuation: Double?
  /// Name of the object of the setting.
  public let object: String
  /// Median number of iterations that the runs take that reach it; none where none does.
  public let iterations: Double?

  /// Collects what is known of a loss in a setting.
  public init(
    setting: String, loss: String, key: String, family: LossFamily?, shareReached: Double,
    fluctuation: Double?, object: String = "", iterations: Double? = nil
  ) {
    self.setting = setting
    self.loss = loss
    self.key = key
    self.family = family
    self.shareReached = shareReached
    self.fluctuation = fluctuation
    self.object = object
    self.iterations = iterations
  }
}

/// The rule by which claim 4 is judged, fixed before any run of gradient descent was looked at.
///
/// Both losses of a comparison train at the learning rate that is best for each: the scale of a loss
/// is arbitrary (half a cross-entropy is the same loss at half the rate), so that one rate for all
/// would judge the scale. What happens at the other rates is reported, not judged.
public enum TrainingClaimRule {
  /// The loss that the claim speaks of.
  public static let named = "combo"
  /// The families whose losses count as pure.
  public static let pureFamilies: [LossFamily] = [.distribution, .overlap]
  /// Fluctuations that differ by no more than this share of the smaller are equal.
  public static let tie = 0.01

  /// The rule in words.
  public static let text =
    "every loss trains at its own best learning rate; in a setting (problem × object × optimiser) "
    + "combo trains more stably than another loss when a larger share of its runs succeeds, or, "
    + "where the shares are equal and not 0, when the median fluctuation of Dice over them is "
    + "smaller by more than 1 %; it trains more stably than a loss on the whole when it does so in "
    + "more settings than the other way round; holds when this is so for every pure loss "
    + "(cross-entropies and overlap losses), in part when for at least half of them"

  /// Claim 4 from the settings of an experiment.
  ///
  /// - Parameter inputs: one for each loss in each setting.
  public static func evaluate(_ inputs: [TrainingClaimInput]) -> ClaimEvaluation {
    let combos = inputs.filter { $0.loss == named }
    let pure = inputs.filter { input in
      input.loss != named && pureFamilies.contains { $0 == input.family }
    }
    let reason: String? =
      switch (Set(combos.map(\.key)).count, pure.isEmpty) {
      case (0, _): "there are no runs of combo"
      case (2..., _): "there are several settings of combo and the claim speaks of one"
      case (_, true): "there is no pure loss to compare combo with"
      default:
        inputs.allSatisfy { $0.shareReached == 0 } ? "no run of any loss succeeds" : nil
      }
    if let reason { return .notEvaluated(.comboTrainsStably, rule: text, because: reason) }
    let rivals = pure.map(\.key).uniqued().map { key in
      Rivalry(key: key, combos: combos, others: pure.filter { $0.key == key })
    }
    let beaten = rivals.count { $0.isWon }
    let verdict: ClaimVerdict =
      beaten == rivals.count ? .holds : 2 * beaten >= rivals.count ? .holdsInPart : .doesNotHold
    return ClaimEvaluation(
      claim: .comboTrainsStably, verdict: verdict, rule: text,
      evidence: [
        "combo trains more stably than \(beaten) of \(rivals.count) pure losses"
      ] + rivals.map(\.description))
  }

  /// Combo against one other loss over all settings.
  private struct Rivalry: CustomStringConvertible {
    let key: String
    var won: [String] = []
    var lost: [String] = []
    var even = 0
    var silent = 0

    init(key: String, combos: [TrainingClaimInput], others: [TrainingClaimInput]) {
      self.key = key
      for other in others {
        guard let combo = combos.first(where: { $0.setting == other.setting }) else { continue }
        switch advantage(of: combo, over: other) {
        case .some(let difference) where difference > 0: won.append(other.setting)
        case .some(let difference) where difference < 0: lost.append(other.setting)
        case .some: even += 1
        case .none: silent += 1
        }
      }
    }

    var isWon: Bool { won.count > lost.count }

    var description: String {
      let settings = won.count + lost.count + even + silent
      func list(_ names: [String]) -> String {
        names.isEmpty ? "" : " (\(names.joined(separator: "; ")))"
      }
      return "against \(key), in \(settings) settings: more stable in \(won.count)\(list(won)), "
        + "less in \(lost.count)\(list(lost)), alike in \(even), neither succeeds in \(silent)"
    }
  }

  /// Above 0 where the first is more stable, below 0 where the second is, 0 where they are alike;
  /// none where neither succeeds, which says nothing of stability.
  private static func advantage(
    of first: TrainingClaimInput, over second: TrainingClaimInput
  ) -> Double? {
    guard first.shareReached == second.shareReached else {
      return first.shareReached - second.shareReached
    }
    guard first.shareReached > 0 else { return nil }
    switch (first.fluctuation, second.fluctuation) {
    case (.none, .none): return 0
    case (.some, .none): return 1
    case (.none, .some): return -1
    case (.some(let first), .some(let second)):
      return abs(first - second) <= tie * min(first, second) ? 0 : second - first
    }
  }
}
