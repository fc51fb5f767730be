import Losses

/// Whether a soft truth is the best prediction of itself.
struct SoftLabelCheck: AuditCheck {
  let id = "soft-labels"
  let question = "Of a soft truth, is it least where the prediction is the truth?"
  let method = """
    Two soft truths on 16 × 16 elements (a disc of radius 4 with a soft edge, and random numbers in \
    0.05 … 0.95), each against g > 0.5 as 0 and 1, g ± 0.05, g moved by 30 % to 0 or 1, 0.5 everywhere, and \
    other random numbers. Failed where one is lower than p = g by more than 1e-6 of the largest.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [16, 16])
    let truths = [
      AuditMap.softDisc(4, on: grid), .random(on: grid, seed: subject.seed, stream: 2),
    ]
    let pairs = truths.map { truth in
      let others = [
        truth.mapped("p > 0.5 as 0 and 1") { $0 > 0.5 ? 1 : 0 },
        truth.mapped("plus 0.05, at most 1") { min($0 + 0.05, 1) },
        truth.mapped("minus 0.05, at least 0") { max($0 - 0.05, 0) },
        truth.mapped("moved by 30 % to 0 or 1") { $0 + 0.3 * (($0 > 0.5 ? 1 : 0) - $0) },
        .constant(0.5, on: grid), .random(on: grid, seed: subject.seed, stream: 3),
      ]
      return (AuditPair(truth, of: truth), others.map { AuditPair($0, of: truth) })
    }
    return try AuditProbes.judgeLeast(
      subject, pairs, names: ("other predictions", "the soft truth"))
  }
}
