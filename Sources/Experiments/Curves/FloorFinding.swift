import Texts

/// What the floor of the background decides of a curve: how it differs where the background has
/// probability 0. Of random predictions the first run stands for all.
public struct FloorFinding: Hashable, Sendable, Codable {
  /// What names the loss in tables.
  public let loss: String
  /// The verdict without a floor, where it is another.
  public let verdict: MonotonicityReport.Verdict?
  /// Two steps of which the later has the higher value with the floor and the lower one without, or the
  /// other way round, each by more than τ of its curve's range.
  public let exchanged: [Int]?
  /// Whether the curve as a whole rises with the floor and falls without, or the other way round.
  public let changesSign: Bool

  /// Compares a curve with the same without a floor; none where nothing of this differs.
  package init?(_ curve: Curve, without bare: Curve) {
    let (values, others) = (curve.values, bare.values)
    func threshold(_ values: [Double], _ tolerance: Double) -> Double {
      tolerance * ((values.max() ?? 0) - (values.min() ?? 0))
    }
    let limit = threshold(values, curve.monotonicity.tolerance)
    let otherLimit = threshold(others, bare.monotonicity.tolerance)
    func isExchanged(_ earlier: Int, _ later: Int) -> Bool {
      let (change, other) = (values[later] - values[earlier], others[later] - others[earlier])
      return change > limit && other < -otherLimit || change < -limit && other > otherLimit
    }
    let pairs = values.indices.lazy.flatMap { later in (0..<later).map { [$0, later] } }
    exchanged = pairs.first { isExchanged($0[0], $0[1]) }
    changesSign = isExchanged(0, max(0, values.count - 1))
    let other = bare.monotonicity.verdict
    verdict = other == curve.monotonicity.verdict ? nil : other
    loss = curve.key
    if verdict == nil && exchanged == nil { return nil }
  }
}

extension FloorFinding: CustomStringConvertible {
  public var description: String {
    var parts: [String] = []
    if let verdict { parts.append("its verdict is \(verdict.rawValue) without it") }
    if let exchanged, exchanged.count == 2 {
      parts.append("steps \(exchanged[0]) and \(exchanged[1]) are in the other order without it")
    }
    if changesSign { parts.append("the last step is on the other side of the first without it") }
    return "the background's floor decides on \(loss): " + parts.joined(separator: ", ")
  }
}
