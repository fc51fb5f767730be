import Losses
import Texts

/// What false positives cost where there is nothing to find.
struct EmptyTruthCheck: AuditCheck {
  let id = "empty-truth"
  let question = "Do false positives on an empty truth cost something?"
  let method = """
    An empty truth on 32 × 32 elements, predicted as nothing and as squares of 1, 4, 16, 64 and 256 elements, \
    0.9999 inside and 0.0001 outside. Passed where each square has a higher value than nothing, by more than \
    1e-6 of the largest.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [32, 32])
    let nothing = AuditMask.empty(on: grid)
    let none = AuditPair(nothing.sure, of: nothing)
    let pairs = [1, 2, 4, 8, 16].map { side in
      AuditPair(AuditMask.bar(thickness: side, length: side, on: grid).sure, of: nothing)
    }
    let least = try subject.value(none)
    let values = try pairs.map { try subject.value($0) }
    let tolerance = auditTolerance * (values + [least]).largestMagnitude
    let evidence =
      [AuditNumber("nothing predicted", least)]
      + zip([1, 4, 16, 64, 256], values).map { AuditNumber("false positives: \($0)", $1) }
    if let rewarded = values.firstIndex(where: { $0 < least - tolerance }) {
      return AuditJudgement(
        .failed, "they are rewarded: \(fourDigits(values[rewarded])) against \(fourDigits(least))",
        evidence, input: pairs[rewarded].words)
    }
    if let free = values.firstIndex(where: { $0 <= least + tolerance }) {
      let count = values.count { $0 <= least + tolerance }
      return AuditJudgement(
        .failed, "\(count) of \(values.count) cost nothing: \(fourDigits(values[free]))", evidence,
        input: pairs[free].words)
    }
    return AuditJudgement(
      .passed,
      "\(fourDigits(values[0] - least)) for one, \(fourDigits(values[4] - least)) for 256", evidence
    )
  }
}
