import Losses

/// Whether the same question has the same answer.
struct RepeatCheck: AuditCheck {
  let id = "repeats"
  let question = "Does the same input have the same answer?"
  let method = """
    A disc of radius 7 on 32 × 32 elements predicted at random: five values and three gradients of it, with \
    the value of another prediction between. Passed where all are the same to the last digit.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [32, 32])
    let truth = AuditMask.disc(7, on: grid)
    let pair = AuditPair(.random(on: grid, seed: subject.seed, stream: 13), of: truth)
    let other = AuditPair(.random(on: grid, seed: subject.seed, stream: 14), of: truth)
    let values = try (0..<5).map { _ in
      _ = try subject.value(other)
      return try subject.value(pair)
    }
    let gradients = try (0..<3).map { _ in try subject.gradientIfAny(pair) }
    let spread = (values.max() ?? 0) - (values.min() ?? 0)
    let isSame = spread == 0 && gradients.allSatisfy { $0 == gradients[0] }
    let evidence = [AuditNumber("largest difference of values", spread)]
    return isSame
      ? AuditJudgement(.passed, "five times the same", evidence)
      : AuditJudgement(
        .failed,
        spread > 0 ? "values of one input differ" : "gradients of one input differ", evidence,
        input: pair.words)
  }
}
