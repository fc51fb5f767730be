import Experiments
import Studies
import Losses
import Testing

/// Verdicts on inputs made by hand.
@Suite struct TrainingClaimRuleTests {
  private func input(
    _ setting: String, _ loss: String, _ family: LossFamily, share: Double, _ fluctuation: Double?
  ) -> TrainingClaimInput {
    TrainingClaimInput(
      setting: setting, loss: loss, key: loss, family: family, shareReached: share,
      fluctuation: fluctuation)
  }

  /// One setting in which combo, dice and cross-entropy have given shares and fluctuations.
  private func setting(
    _ name: String, combo: (Double, Double?), dice: (Double, Double?), entropy: (Double, Double?)
  ) -> [TrainingClaimInput] {
    [
      input(name, "cross-entropy", .distribution, share: entropy.0, entropy.1),
      input(name, "dice", .overlap, share: dice.0, dice.1),
      input(name, "combo", .compound, share: combo.0, combo.1),
    ]
  }

  private func verdict(_ inputs: [TrainingClaimInput]) -> ClaimVerdict {
    TrainingClaimRule.evaluate(inputs).verdict
  }

  @Test func holdsWhenComboIsMoreStableThanEveryPureLoss() {
    let inputs =
      setting("a", combo: (1, 1.1), dice: (0.8, 1), entropy: (1, 1.5))
      + setting("b", combo: (0.4, nil), dice: (0.4, nil), entropy: (0, nil))
    let claim = TrainingClaimRule.evaluate(inputs)
    #expect(claim.claim == .comboTrainsStably)
    #expect(claim.verdict == .holds)
    #expect(claim.evidence.count == 3)
    #expect(claim.rule == TrainingClaimRule.text)
  }

  @Test func holdsInPartWhenComboIsMoreStableThanHalfOfThem() {
    let inputs = setting("a", combo: (1, 1.1), dice: (0.8, 1), entropy: (1, 1))
    #expect(verdict(inputs) == .holdsInPart)
  }

  @Test func doesNotHoldWhenComboIsMoreStableThanFewerOfThem() {
    #expect(
      verdict(setting("a", combo: (0.6, 1), dice: (0.8, 3), entropy: (1, 3))) == .doesNotHold)
    // As often more stable as less is not more stable.
    #expect(
      verdict(
        setting("a", combo: (1, 2), dice: (1, 1), entropy: (1, 1))
          + setting("b", combo: (1, 1), dice: (1, 2), entropy: (1, 2))) == .doesNotHold)
    // Fluctuations within 1 % are equal.
    #expect(
      verdict(setting("a", combo: (1, 1), dice: (1, 1.009), entropy: (1, 1.0095))) == .doesNotHold)
    #expect(verdict(setting("a", combo: (1, 1), dice: (1, 1.011), entropy: (1, 1.02))) == .holds)
  }

  @Test func successCountsBeforeFluctuation() {
    #expect(verdict(setting("a", combo: (1, nil), dice: (0.8, 1), entropy: (0.8, 1))) == .holds)
    #expect(verdict(setting("a", combo: (1, 9), dice: (1, nil), entropy: (1, nil))) == .holds)
  }

  @Test func settingsWithoutSuccessSayNothing() {
    let silent = setting("a", combo: (0, 1), dice: (0, 5), entropy: (0, 5))
    #expect(verdict(silent) == .notEvaluated)
    #expect(
      verdict(silent + setting("b", combo: (0.2, 1), dice: (0.4, 1), entropy: (0.4, 1)))
        == .doesNotHold)
  }

  @Test func isNotEvaluatedWithoutComboOrPureLosses() {
    let inputs = setting("a", combo: (1, 1), dice: (1, 2), entropy: (1, 2))
    #expect(verdict([]) == .notEvaluated)
    #expect(verdict(inputs.filter { $0.loss != "combo" }) == .notEvaluated)
    #expect(verdict(inputs.filter { $0.loss == "combo" }) == .notEvaluated)
    let other = TrainingClaimInput(
      setting: "a", loss: "combo", key: "combo[alpha=0.7]", family: .compound, shareReached: 1,
      fluctuation: 1)
    #expect(verdict(inputs + [other]) == .notEvaluated)
    // A compound loss is no pure one.
    let compound = input("a", "exponential-logarithmic", .compound, share: 1, 9)
    #expect(verdict(inputs.filter { $0.loss == "combo" } + [compound]) == .notEvaluated)
    #expect(TrainingClaimRule.evaluate(inputs + [compound]).evidence.count == 3)
  }
}
