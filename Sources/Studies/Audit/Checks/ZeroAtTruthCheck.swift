import Texts

/// What the value is at a perfect prediction.
struct ZeroAtTruthCheck: AuditCheck {
  let id = "zero-at-truth"
  let question = "Is it 0 where the prediction is the truth, or what else?"
  let method = """
    The value at p = g for the five truths of least-at-truth; passed where it is within 1e-6 of the largest \
    value of its wrong predictions. Found where it is another number, the same for every truth, and no wrong \
    prediction is lower; failed otherwise: such a value does not tell how good a prediction is.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    var (atTruth, lowest): ([Double], [Double]) = ([], [])
    var scale = 0.0
    let truths = try AuditProbes.truths()
    for truth in truths {
      let least = try subject.value(AuditPair(truth.map(), of: truth))
      let values = try AuditProbes.wrongPredictions(of: truth, seed: subject.seed)
        .map { try subject.value(AuditPair($0, of: truth)) }
      scale = max(scale, (values + [least]).largestMagnitude)
      atTruth.append(least)
      lowest.append(values.min() ?? least)
    }
    let tolerance = auditTolerance * scale
    let (least, greatest) = (atTruth.min() ?? 0, atTruth.max() ?? 0)
    let evidence = [
      AuditNumber("least at a truth", least), AuditNumber("greatest at a truth", greatest),
    ]
    if atTruth.largestMagnitude <= tolerance {
      return AuditJudgement(.passed, "it is 0 at every truth", evidence)
    }
    let farthest = atTruth.indices.max { abs(atTruth[$0]) < abs(atTruth[$1]) } ?? 0
    let input = AuditPair(truths[farthest].map(), of: truths[farthest]).words
    let isLeast = zip(atTruth, lowest).allSatisfy { $0 <= $1 + tolerance }
    guard greatest - least <= tolerance else {
      return AuditJudgement(
        .failed, "it is \(fourDigits(least)) to \(fourDigits(greatest)), depending on the truth",
        evidence, input: input)
    }
    return AuditJudgement(
      isLeast ? .found : .failed,
      "it is \(fourDigits(greatest)) at every truth"
        + (isLeast ? ", and nowhere lower" : ", and lower elsewhere"), evidence, input: input)
  }
}
