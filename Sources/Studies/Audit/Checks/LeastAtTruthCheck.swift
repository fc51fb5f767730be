import Losses

/// Truths and wrong predictions of them, which several checks look at.
enum AuditProbes {
  /// A disc of radius 7 and one of radius 2, an annulus, a thin bar and two discs, on 32 × 32 elements.
  static func truths() throws -> [AuditMask] {
    let grid = try Grid(shape: [32, 32])
    return [
      .disc(7, on: grid), .disc(2, on: grid), .annulus(6, 10, on: grid),
      .bar(thickness: 2, length: 20, on: grid),
      .disc(3, on: grid, by: (0, -8)).union(.disc(3, on: grid, by: (0, 8))),
    ]
  }

  /// Twelve predictions of a truth, none of which is the truth.
  static func wrongPredictions(of truth: AuditMask, seed: UInt64) -> [AuditMap] {
    let first = truth.elements.firstIndex(of: true) ?? 0
    let flipped = truth.elements.indices.filter { truth.elements[$0] && $0 != first }
    let masks = [
      truth.moved(rows: 1, columns: 0), truth.moved(rows: 0, columns: 3),
      truth.moved(rows: 12, columns: 0), truth.dilated, truth.eroded, .empty(on: truth.grid),
      .full(on: truth.grid), truth.complement,
      .elements(flipped, on: truth.grid, "\(truth.words) without its first element"),
    ]
    return masks.map { $0.map() } + [
      truth.map(inside: 0.9, outside: 0.1), .constant(0.5, on: truth.grid),
      .random(on: truth.grid, seed: seed, stream: 1),
    ]
  }
}

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
    var (lower, count) = (0, 0)
    var worst: (share: Double, pair: AuditPair, value: Double, least: Double)?
    for truth in try AuditProbes.truths() {
      let least = try subject.value(AuditPair(truth.map(), of: truth))
      let pairs = AuditProbes.wrongPredictions(of: truth, seed: subject.seed)
        .map { AuditPair($0, of: truth) }
      let values = try pairs.map { try subject.value($0) }
      let scale = (values + [least]).largestMagnitude
      count += values.count
      for (pair, value) in zip(pairs, values) where value < least - auditTolerance * scale {
        lower += 1
        let share = (least - value) / scale
        if share > worst?.share ?? 0 { worst = (share, pair, value, least) }
      }
    }
    guard let worst else {
      return AuditJudgement(
        .passed, "none of \(count) wrong predictions is lower than the truth",
        [AuditNumber("wrong predictions", Double(count))])
    }
    return AuditJudgement(
      .failed, "\(lower) of \(count) wrong predictions are lower than the truth",
      [
        AuditNumber("lower predictions", Double(lower)), AuditNumber("at the truth", worst.least),
        AuditNumber("at the worst of them", worst.value),
      ], input: worst.pair.words)
  }
}
