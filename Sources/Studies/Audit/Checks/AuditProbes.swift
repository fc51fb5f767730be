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

  /// Whether truths have lower values than other predictions of them.
  ///
  /// - Parameters:
  ///   - pairs: of each truth the pair of it with itself, and those with other predictions.
  ///   - names: what the predictions and the truths are called.
  static func judgeLeast(
    _ subject: AuditSubject, _ pairs: [(right: AuditPair, others: [AuditPair])],
    names: (predictions: String, truth: String)
  ) throws -> AuditJudgement {
    var (lower, count) = (0, 0)
    var worst: (share: Double, pair: AuditPair, value: Double, least: Double)?
    for (right, others) in pairs {
      let least = try subject.value(right)
      let values = try others.map { try subject.value($0) }
      let scale = (values + [least]).largestMagnitude
      count += values.count
      for (pair, value) in zip(others, values) where value < least - auditTolerance * scale {
        lower += 1
        let share = (least - value) / scale
        if share > worst?.share ?? 0 { worst = (share, pair, value, least) }
      }
    }
    guard let worst else {
      return AuditJudgement(
        .passed, "none of \(count) \(names.predictions) is lower than \(names.truth)",
        [AuditNumber(names.predictions, Double(count))])
    }
    return AuditJudgement(
      .failed, "\(lower) of \(count) \(names.predictions) are lower than \(names.truth)",
      [
        AuditNumber("lower predictions", Double(lower)), AuditNumber("at the truth", worst.least),
        AuditNumber("at the worst of them", worst.value),
      ], input: worst.pair.words)
  }
}
