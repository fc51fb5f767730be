import Experiments
import Losses

/// What the gradient does where the value no longer tells better from worse.
struct VanishingCheck: AuditCheck {
  let id = "vanishing"
  let question = "Is there a gradient where the value stalls, and wherever the prediction is wrong?"
  let method = """
    A disc of radius 4 on 32 × 64 elements, predicted as a soft disc that moves away by 0, 2, … 32 columns. \
    The value stalls at a step at which it rises by less than 1e-3 of its range; ‖∂L/∂z‖ vanishes at most \
    1e-3 of the largest on the way. Failed where it vanishes at a step that stalls, or is 0 at any.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [32, 64])
    let truth = AuditMask.disc(4, on: grid, by: (0, -16))
    let pairs = stride(from: 0, through: 32, by: 2).map { distance in
      AuditPair(.softDisc(4, on: grid, by: (0, distance - 16)), of: truth)
    }
    let values = try pairs.map { try subject.value($0) }
    let norms = try pairs.map { pair in
      GradientState.Vector(pair.logitSlopes(try subject.gradient(pair)), errors: pair.errors).norm
    }
    let stalled = MonotonicityReport(values, tolerance: 1e-3).violations
    let largest = norms.max() ?? 0
    let vanishing = stalled.filter { norms[$0] <= GradientTrack.vanishingShare * largest }
    let zero = norms.indices.dropFirst().filter { norms[$0] == 0 }
    let evidence = [
      AuditNumber("steps that stall", Double(stalled.count)),
      AuditNumber("of these without a gradient", Double(vanishing.count)),
      AuditNumber("steps with gradient 0", Double(zero.count)),
      AuditNumber("least norm, of the largest", largest > 0 ? (norms.min() ?? 0) / largest : 0),
    ]
    guard let first = (vanishing + zero).min() else {
      let summary =
        stalled.isEmpty
        ? "the value rises at every step" : "it is there at all \(stalled.count) steps that stall"
      return AuditJudgement(.passed, summary, evidence)
    }
    return AuditJudgement(
      .failed,
      "it vanishes at \(vanishing.count) of \(stalled.count) steps that stall, and is 0 at \(zero.count)",
      evidence, input: pairs[first].words)
  }
}
