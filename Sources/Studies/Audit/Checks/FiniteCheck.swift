import Losses

/// Whether values and gradients are numbers everywhere.
struct FiniteCheck: AuditCheck {
  let id = "finite"
  let question = "Are value and gradient finite everywhere?"
  let method = """
    Truths on 16 × 16 elements: empty, full, one element, a disc of radius 5; and on 1 × 1: empty and full. \
    Predictions: all 0, all 1, the truth, its complement, numbers of 0, 1e-30, 1e-7, 0.5, 1 − 1e-7 and 1, and \
    random ones rounded to half precision; each in double and in single precision. Passed where no value and \
    no slope is infinite or not a number.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    var (count, gradients): (Int, Int) = (0, 0)
    var wrong: [(what: String, value: Double, pair: AuditPair)] = []
    for pair in try Self.pairs(seed: subject.seed) {
      let sample = try pair.sample(seed: subject.seed)
      let single = SinglePrecisionSample(sample)
      for (precision, value) in [
        ("value", try subject.loss.value(sample)),
        ("value in single precision", try subject.loss.value(single)),
      ] {
        count += 1
        if !value.isFinite { wrong.append((precision, value, pair)) }
      }
      do {
        let slopes = try subject.loss.gradient(sample).values
        let singleSlopes = try subject.loss.valueAndGradient(single).gradient.map(Double.init)
        gradients += 2
        for (what, slopes) in [
          ("gradient", slopes), ("gradient in single precision", singleSlopes),
        ] {
          if let slope = slopes.first(where: { !$0.isFinite }) { wrong.append((what, slope, pair)) }
        }
      } catch LossError.unsupportedSample {
        continue
      }
    }
    let evidence = [
      AuditNumber("values", Double(count)), AuditNumber("gradients", Double(gradients)),
      AuditNumber("not finite", Double(wrong.count)),
    ]
    guard let first = wrong.first else {
      return AuditJudgement(.passed, "\(count) values and \(gradients) gradients are", evidence)
    }
    return AuditJudgement(
      .failed,
      "\(wrong.count) of \(count + gradients) are not; the first is a \(first.what)",
      evidence, input: first.pair.words)
  }

  private static func pairs(seed: UInt64) throws -> [AuditPair] {
    let (grid, single) = (try Grid(shape: [16, 16]), try Grid(shape: [1, 1]))
    let truths: [AuditMask] = [
      .empty(on: grid), .full(on: grid), .disc(0, on: grid), .disc(5, on: grid),
      .empty(on: single), .full(on: single),
    ]
    return truths.flatMap { truth in
      [
        AuditMask.empty(on: truth.grid).map(), AuditMask.full(on: truth.grid).map(), truth.map(),
        truth.complement.map(), saturated(on: truth.grid, seed: seed),
        AuditMap.random(on: truth.grid, seed: seed, stream: 5)
          .mapped("rounded to half precision", roundedToHalf),
      ].map { AuditPair($0, of: truth) }
    }
  }

  private static func saturated(on grid: Grid, seed: UInt64) -> AuditMap {
    let levels = [0, 1e-30, 1e-7, 0.5, 1 - 1e-7, 1]
    var random = SeededGenerator(seed: seed, stream: 4)
    return AuditMap(
      grid: grid, values: (0..<grid.count).map { _ in levels[random.index(below: levels.count)] },
      words: "p drawn from 0, 1e-30, 1e-7, 0.5, 1 − 1e-7, 1 by SeededGenerator(seed: \(seed), "
        + "stream: 4)")
  }
}

/// A number of [0, 1] with the eleven digits that half precision has (IEEE 754, binary16), ties to even.
package func roundedToHalf(_ value: Double) -> Double {
  guard value != 0 else { return 0 }
  let unit = Double(sign: .plus, exponent: Swift.max(value.exponent, -14) - 10, significand: 1)
  return (value / unit).rounded(.toNearestOrEven) * unit
}
