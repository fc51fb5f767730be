import Losses
import RealModule
import Texts

/// How the time of a value grows with the number of elements.
struct CostCheck: AuditCheck {
  let id = "cost"
  let question = "How does its time grow with the number of elements?"
  let method = """
    A disc of a quarter of the rows, predicted as a soft disc moved by an eighth, on 64 × 64, 64 × 128 and \
    128 × 128 elements: the shortest of seven times of a value with everything that it derives from the truth. \
    The exponent e of time ~ N^e over the four-fold N, rounded to halves; it is measured, not computed, so \
    that it may differ from run to run. It is found, and never passes or fails.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let times = try [[64, 64], [64, 128], [128, 128]].map { shape in
      let grid = try Grid(shape: shape)
      let radius = Double(shape[0] / 4)
      let pair = AuditPair(
        .softDisc(radius, on: grid, by: (0, shape[0] / 8)), of: .disc(radius, on: grid))
      return try (0..<7).map { _ in
        let sample = try pair.sample(seed: subject.seed)
        let start = ContinuousClock.now
        _ = try subject.loss.value(sample)
        return Double((ContinuousClock.now - start).attoseconds)
      }.min() ?? 0
    }
    guard times[0] > 0 else { return AuditJudgement(.notApplicable, "too fast to be measured") }
    let exponent = Double.log2(times[2] / times[0]) / 2
    let rounded = (2 * exponent).rounded() / 2
    return AuditJudgement(
      .found, "time grows as the number of elements to the power of about \(shortNumber(rounded))",
      [AuditNumber("exponent, rounded to halves", rounded)])
  }
}

extension Duration {
  /// The whole of it in 1e-18 seconds, as far as a number can hold it.
  fileprivate var attoseconds: Double {
    Double(components.seconds) * 1e18 + Double(components.attoseconds)
  }
}
