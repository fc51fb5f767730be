import Algorithms
import Experiments
import Losses
import Texts

/// The rule by which claim 0 is judged, fixed before any run of gradient descent was looked at for it.
///
/// As for claim 4, each loss trains at the learning rate that is best for it.
public enum OptimisationClaimRule {
  /// The loss that overlap losses are compared with.
  public static let reference = "cross-entropy"
  /// The object that the claim speaks of.
  public static let object = "small"

  /// The rule in words.
  public static let text =
    "every loss trains at its own best learning rate; in a setting (problem × optimiser) with the small "
    + "object an overlap loss optimises better than cross-entropy when a larger share of its runs "
    + "succeeds, or, where the shares are equal and not 0, when the median number of iterations to "
    + "success is smaller; it optimises better on the whole when it does so in more settings than the "
    + "other way round; holds when this is so for every overlap loss, in part when for at least half "
    + "of them"

  /// Claim 0 from the settings of an experiment.
  ///
  /// - Parameter inputs: one for each loss in each setting.
  public static func evaluate(_ inputs: [TrainingClaimInput]) -> ClaimEvaluation {
    let inputs = inputs.filter { $0.object == object }
    let references = inputs.filter { $0.key == reference }
    let overlaps = inputs.filter { $0.family == .overlap }
    let reason: String? =
      if inputs.isEmpty {
        "there is no small object"
      } else if references.isEmpty {
        "there are no runs of cross-entropy"
      } else if overlaps.isEmpty {
        "there is no overlap loss"
      } else if inputs.allSatisfy({ $0.shareReached == 0 }) {
        "no run of any loss succeeds"
      } else {
        nil
      }
    if let reason { return .notEvaluated(.overlapOptimises, rule: text, because: reason) }
    let outcomes = overlaps.map(\.key).uniqued().map { key in
      (key: key, tally: Tally(overlaps.filter { $0.key == key }, against: references))
    }
    let better = outcomes.count { $0.tally.better > $0.tally.worse }
    let verdict: ClaimVerdict =
      better == outcomes.count
      ? .holds : 2 * better >= outcomes.count ? .holdsInPart : .doesNotHold
    return ClaimEvaluation(
      claim: .overlapOptimises, verdict: verdict, rule: text,
      evidence: ["\(better) of \(outcomes.count) overlap losses optimise better than cross-entropy"]
        + outcomes.map { key, tally in
          "\(key), in \(counted(tally.settings, "setting")): better in \(tally.better), worse in \(tally.worse), "
            + "alike or without success in \(tally.settings - tally.better - tally.worse)"
        })
  }

  /// How often a loss does better and worse than the reference.
  private struct Tally {
    var better = 0
    var worse = 0
    var settings = 0

    init(_ inputs: [TrainingClaimInput], against references: [TrainingClaimInput]) {
      for input in inputs {
        guard let reference = references.first(where: { $0.setting == input.setting }) else {
          continue
        }
        settings += 1
        let advantage = Self.advantage(of: input, over: reference)
        if advantage > 0 { better += 1 }
        if advantage < 0 { worse += 1 }
      }
    }

    private static func advantage(
      of first: TrainingClaimInput, over second: TrainingClaimInput
    ) -> Double {
      guard first.shareReached == second.shareReached else {
        return first.shareReached - second.shareReached
      }
      guard let iterations = first.iterations, let others = second.iterations else { return 0 }
      return others - iterations
    }
  }
}
