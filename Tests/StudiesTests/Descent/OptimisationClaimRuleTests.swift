import Experiments
import Losses
import Studies
import Testing

/// Verdicts on inputs made by hand.
@Suite struct OptimisationClaimRuleTests {
  private func inputs(
    _ setting: String, object: String = "small", entropy: (Double, Double?),
    dice: (Double, Double?), tversky: (Double, Double?)
  ) -> [TrainingClaimInput] {
    [
      ("cross-entropy", LossFamily.distribution, entropy), ("dice", .overlap, dice),
      ("tversky", .overlap, tversky),
    ].map { loss, family, outcome in
      TrainingClaimInput(
        setting: setting, loss: loss, key: loss, family: family, shareReached: outcome.0,
        fluctuation: 1, object: object, iterations: outcome.1)
    }
  }

  private func verdict(_ inputs: [TrainingClaimInput]) -> ClaimVerdict {
    OptimisationClaimRule.evaluate(inputs).verdict
  }

  @Test func sharesCountBeforeIterations() {
    #expect(
      verdict(inputs("a", entropy: (0.5, 10), dice: (1, 90), tversky: (0.8, 90))) == .holds)
    #expect(verdict(inputs("a", entropy: (1, 50), dice: (1, 40), tversky: (1, 60))) == .holdsInPart)
    #expect(
      verdict(inputs("a", entropy: (1, 50), dice: (1, 50), tversky: (0.9, 5))) == .doesNotHold)
  }

  @Test func settingsAreCounted() {
    let won = inputs("a", entropy: (0, nil), dice: (1, 9), tversky: (1, 9))
    let lost = inputs("b", entropy: (1, 9), dice: (0, nil), tversky: (0, nil))
    #expect(verdict(won) == .holds)
    #expect(verdict(won + lost) == .doesNotHold)
    let claim = OptimisationClaimRule.evaluate(
      won + lost + inputs("c", entropy: (0, nil), dice: (1, 9), tversky: (0, nil)))
    #expect(claim.verdict == .holdsInPart && claim.claim == .overlapOptimises)
    #expect(claim.evidence[1].contains("dice, in 3 settings: better in 2, worse in 1"))
  }

  @Test func onlyTheSmallObjectCounts() {
    let large = inputs("a", object: "large", entropy: (0, nil), dice: (1, 9), tversky: (1, 9))
    #expect(verdict(large) == .notEvaluated)
    #expect(
      verdict(large + inputs("b", entropy: (1, 9), dice: (0, nil), tversky: (0, nil)))
        == .doesNotHold)
    #expect(verdict([]) == .notEvaluated)
    #expect(
      verdict(inputs("a", entropy: (0, nil), dice: (0, nil), tversky: (0, nil))) == .notEvaluated)
  }
}
