import Documents
import Experiments
import Foundation
import Losses
import Studies
import TestSupport
import Testing

/// The audit finds faults that are known, and none where there is none.
@Suite struct AuditTests {
  /// What checks say of a loss.
  static func judgements(
    _ id: String, parameters: [String: [Double]] = [:], checks: [String]
  ) throws -> [AuditJudgement] {
    var configuration = AuditConfiguration()
    configuration.losses = [LossSelection(id, parameters: parameters)]
    configuration.checks = checks
    let study = try AuditStudy(configuration, registries: try FaultyLosses.registries())
    return try (0..<study.cellCount).map { try study.outcome(ofCell: $0).judgement }
  }

  private func judgement(
    _ id: String, parameters: [String: [Double]] = [:], _ check: String
  ) throws -> AuditJudgement {
    try #require(Self.judgements(id, parameters: parameters, checks: [check]).first)
  }

  private func evidence(_ judgement: AuditJudgement, _ name: String) throws -> Double {
    try #require(judgement.evidence.first { $0.name == name }?.value)
  }

  @Test func softSkeletonsOfThreePoolingsSeeNothingOfDiscsOfRadiusFourAndMore() throws {
    let found = try judgement("cl-dice", parameters: ["erosions": [3]], "blind-radius")
    #expect(found.verdict == .failed)
    for radius in [4, 5, 6, 8, 10, 12] {
      #expect(try evidence(found, "unseen at radius \(radius), of 4") == 4)
    }
    #expect(found.summary.hasSuffix("at radius 4, 5, 6, 8, 10, 12"))
    #expect(try judgement("cl-dice", "blind-radius").verdict == .passed)
  }

  @Test func oneChannelOfGeneralisedDiceMakesFalsePositivesFree() throws {
    let found = try judgement("one-channel-generalised-dice", "empty-truth")
    #expect(found.verdict == .failed)
    #expect(found.summary.hasPrefix("5 of 5 cost nothing"))
    #expect(try evidence(found, "false positives: 256") == 0)
    #expect(try judgement("generalised-dice", "empty-truth").verdict == .passed)
  }

  @Test func comboOfOctober2019RewardsFalsePositives() throws {
    let found = try judgement("combo-code-2019-10", "empty-truth")
    #expect(found.verdict == .failed)
    #expect(found.summary.hasPrefix("they are rewarded"))
    #expect(try evidence(found, "false positives: 256") < evidence(found, "nothing predicted"))
    #expect(try judgement("combo-code-2019-10", "least-at-truth").verdict == .failed)
    #expect(try judgement("combo", "empty-truth").verdict == .passed)
  }

  @Test func aSoftmaxAgainstNumbersOfLabelsIsNotZeroAtTheTruth() throws {
    let found = try judgement("softmax-against-labels", "zero-at-truth")
    #expect(found.verdict == .failed)
    #expect(try evidence(found, "least at a truth") == 0.5)
    #expect(try judgement("softmax-against-labels", "least-at-truth").verdict == .failed)
    #expect(try judgement("focal", "zero-at-truth").verdict == .passed)
  }

  @Test func aDetachedLossHasNoGradient() throws {
    let found = try judgement("detached-dice", "gradient")
    #expect(found.verdict == .failed)
    #expect(try evidence(found, "where the value changes") == 4)
    #expect(try evidence(found, "where there is a gradient") == 0)
    #expect(try judgement("dice", "gradient").verdict == .passed)
  }

  @Test func whatIsNoNumberIsFound() throws {
    let found = try judgement("not-a-number", "finite")
    #expect(found.verdict == .failed)
    #expect(try evidence(found, "not finite") > 0)
    #expect(!found.input.isEmpty)
    // Any other check says so, too.
    let other = try judgement("not-a-number", "least-at-truth")
    #expect(other.verdict == .failed && other.summary == "the value or a slope is nan")
    let text = String(decoding: try JSON.line(other), as: UTF8.self)
    #expect(text.contains(#""value":"nan""#))
    let again = try JSONDecoder().decode(AuditJudgement.self, from: Data(text.utf8))
    #expect(again.evidence[0].value.isNaN)
  }

  @Test func aGradientOfAnotherLengthIsFound() throws {
    let found = try judgement("flattering", "differences")
    #expect(found.verdict == .failed)
    let (slope, difference) = (
      try evidence(found, "slope"), try evidence(found, "central difference")
    )
    #expect(abs(slope - 2 * difference) <= 1e-6 * abs(slope))
  }

  @Test func faultsOfBatchesAreFound() throws {
    let checks = ["item-order", "batch", "ignore", "class-order"]
    let found = try Self.judgements("forgetful", checks: checks).map(\.verdict)
    #expect(found == [.failed, .found, .failed, .passed])
    #expect(
      try Self.judgements("dice", checks: checks).map(\.verdict)
        == [.passed, .passed, .passed, .passed])
  }

  @Test func propertiesAreNoFaults() throws {
    #expect(try judgement("dice", "arrangement").verdict == .found)
    #expect(try judgement("boundary", "arrangement").verdict == .passed)
    #expect(try judgement("cross-entropy", "exchange").verdict == .passed)
    #expect(try judgement("tversky", "exchange").verdict == .found)
    // A mean over elements: four times as many without an error make a quarter of it.
    let scale = try judgement("cross-entropy", "scale")
    #expect(abs(try evidence(scale, "ratio, more background") - 0.25) < 1e-9)
    #expect(try judgement("combo", "zero-at-truth").verdict == .found)
    #expect(try judgement("combo", "zero-at-truth").summary.hasPrefix("it is -0.5 "))
    #expect(try judgement("generalised-surface", "shift").verdict == .failed)
  }

  @Test func halfPrecisionIsThatOfTheStandard() {
    // Values of numpy.float16.
    for (value, half) in [
      (0.1, 0.0999755859375), (0.999, 0.9990234375), (1.0 / 3, 0.333251953125), (1, 1), (0, 0),
      (6e-8, 5.960464477539063e-08), (2e-8, 0), (0.99999, 1), (1e-5, 1.0013580322265625e-05),
    ] {
      #expect(roundedToHalf(value) == half, "\(value)")
    }
  }

  @Test func everyCheckIsAskedByItsName() throws {
    #expect(AuditChecks.standard.ids.count == Set(AuditChecks.standard.ids).count)
    #expect(throws: AuditError.unknownCheck("finit", nearest: "finite")) {
      try AuditChecks.standard.check(id: "finit")
    }
    #expect(throws: AuditError.duplicateCheck("finite")) {
      try AuditChecks.standard.adding(AuditChecks.standard.check(id: "finite"))
    }
  }
}
