/// Whether the truth itself has the lowest value.
struct LeastAtTruthCheck: AuditCheck {
  let id = "least-at-truth"
  let question = "Is it least where the prediction is the truth?"
  let method = """
    Five truths on 32 × 32 elements (discs of radius 7 and 2, an annulus, a bar of 2 rows, two discs); of \
    each the value at p = g against twelve wrong predictions: moved by 1, 3 and 12, dilated, eroded, empty, \
    full, the complement, one element missing, 0.9/0.1, 0.5 everywhere, random. Failed where one is lower \
    by more than 1e-6 of the largest.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let pairs = try AuditProbes.truths().map { truth in
      let wrong = AuditProbes.wrongPredictions(of: truth, seed: subject.seed)
      return (AuditPair(truth.map(), of: truth), wrong.map { AuditPair($0, of: truth) })
    }
    return try AuditProbes.judgeLeast(subject, pairs, names: ("wrong predictions", "the truth"))
  }
}
