import Losses

/// Whether there is a gradient where the value changes.
struct GradientCheck: AuditCheck {
  let id = "gradient"
  let question = "Is there a gradient where the value changes?"
  let method = """
    A disc of radius 7 on 32 × 32 elements, predicted as a soft disc moved by 3, as 0.9/0.1 moved by 3, as 0.5 \
    everywhere, and at random. The value changes where L(p + 0.01 (g − p)) and L(p − 0.01 (g − p)) differ by \
    more than 1e-6 of the larger. Failed where it changes and every slope is 0, as of a loss that detaches \
    what it computes with, or where nothing anywhere changes.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [32, 32])
    let truth = AuditMask.disc(7, on: grid)
    let pairs = [
      AuditMap.softDisc(7, on: grid, by: (0, 3)),
      truth.moved(rows: 0, columns: 3).map(inside: 0.9, outside: 0.1), .constant(0.5, on: grid),
      .random(on: grid, seed: subject.seed, stream: 6),
    ].map { AuditPair($0, of: truth) }
    var (there, changing, without) = (0, 0, 0)
    var detached: (pair: AuditPair, change: Double)?
    for pair in pairs {
      let slope = try subject.gradient(pair).largestMagnitude
      let values = try [0.01, -0.01].map { step in
        let moved = zip(pair.prediction.values, pair.errors).map { min(max($0 + step * $1, 0), 1) }
        return try subject.value(pair.predicting(moved, "moved by \(step) (g − p)"))
      }
      let change = values[1] - values[0]
      let changes = abs(change) > auditTolerance * values.largestMagnitude
      if changes { changing += 1 }
      if slope > 0 {
        there += 1
      } else if changes {
        without += 1
        detached = detached ?? (pair, change)
      }
    }
    let evidence = [
      AuditNumber("predictions", Double(pairs.count)),
      AuditNumber("where the value changes", Double(changing)),
      AuditNumber("where there is a gradient", Double(there)),
    ]
    if let detached {
      return AuditJudgement(
        .failed,
        "every slope is 0 at \(without) of \(changing) predictions where a small step changes the value",
        evidence + [AuditNumber("change of the value", detached.change)],
        input: detached.pair.words)
    }
    guard there > 0 else {
      return AuditJudgement(
        .failed, "nowhere does the value change, nor is there a gradient", evidence,
        input: pairs[0].words)
    }
    return AuditJudgement(.passed, "at \(there) of \(pairs.count) predictions", evidence)
  }
}
