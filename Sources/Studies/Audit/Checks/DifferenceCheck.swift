import Losses
import Texts

/// Whether the gradient is the derivative of the value.
struct DifferenceCheck: AuditCheck {
  let id = "differences"
  let question = "Does the gradient agree with central differences?"
  let method = """
    A disc of radius 3.5 on 12 × 12 elements, predicted as a soft disc moved by 1 and at random, both kept \
    0.02 away from 0.5, where losses that take a threshold jump; 16 elements of each, drawn at random. \
    h = 1e-5, and slopes have to agree to 1e-4 of the largest; where a step of 1e-9 everywhere does not \
    change the value, as in single precision, h = 0.01 and 5 %. Where forward and backward differences differ \
    by more than that, as at a kink, the slope has to lie between them.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [12, 12])
    let truth = AuditMask.disc(3.5, on: grid)
    let pairs = [
      AuditMap.softDisc(3.5, on: grid, by: (0, 1)),
      .random(on: grid, seed: subject.seed, stream: 7),
    ].map { map in
      AuditPair(
        map.mapped("kept 0.02 away from 0.5") {
          abs($0 - 0.5) < 0.02 ? ($0 < 0.5 ? 0.48 : 0.52) : $0
        }, of: truth)
    }
    var random = SeededGenerator(seed: subject.seed, stream: 8)
    var (kinks, compared, isSingle) = (0, 0, false)
    var worst: (share: Double, pair: AuditPair, element: Int, slope: Double, difference: Double)?
    for pair in pairs {
      let slopes = try subject.gradient(pair)
      let value = try subject.value(pair)
      let single = try isComputedInSinglePrecision(subject, pair, value)
      isSingle = isSingle || single
      let (step, tolerance) = single ? (0.01, 0.05) : (1e-5, 1e-4)
      for element in random.permutation(of: grid.count).prefix(16) {
        let (low, high) = (
          try subject.value(pair.moving(element, by: -step)),
          try subject.value(pair.moving(element, by: step))
        )
        let (forward, backward) = ((high - value) / step, (value - low) / step)
        let scale = max(slopes.largestMagnitude, abs(forward), abs(backward))
        let isKink = abs(forward - backward) > tolerance * scale
        let centre = (forward + backward) / 2
        let off =
          isKink
          ? max(0, abs(slopes[element] - centre) - abs(forward - backward) / 2)
          : abs(slopes[element] - centre)
        compared += 1
        if isKink { kinks += 1 }
        let share = scale > 0 ? off / scale : 0
        if share > tolerance, share > worst?.share ?? 0 {
          worst = (share, pair, element, slopes[element], centre)
        }
      }
    }
    let evidence = [
      AuditNumber("slopes compared", Double(compared)), AuditNumber("kinks", Double(kinks)),
      AuditNumber("computed in single precision, 1 for yes", isSingle ? 1 : 0),
    ]
    guard let worst else {
      return AuditJudgement(.passed, "\(compared) slopes agree", evidence)
    }
    return AuditJudgement(
      .failed,
      "a slope is \(fourDigits(worst.slope)) where differences give \(fourDigits(worst.difference))",
      evidence + [
        AuditNumber("slope", worst.slope), AuditNumber("central difference", worst.difference),
      ], input: worst.pair.words + "; element \(grid.coordinates(of: worst.element))")
  }

  /// Whether a step that double precision sees is lost, while a larger one is not.
  private func isComputedInSinglePrecision(
    _ subject: AuditSubject, _ pair: AuditPair, _ value: Double
  ) throws -> Bool {
    func moved(_ step: Double) throws -> Double {
      let moved = zip(pair.prediction.values, pair.errors).map {
        min(max($0 + step * $1, 0), 1)
      }
      return try subject.value(pair.predicting(moved, "moved by \(step) (g − p)"))
    }
    return try moved(1e-9) == value && moved(1e-2) != value
  }
}

extension AuditPair {
  /// The same pair with one probability moved.
  fileprivate func moving(_ element: Int, by step: Double) -> AuditPair {
    var values = prediction.values
    values[element] = min(max(values[element] + step, 0), 1)
    return predicting(values, "element \(element) moved by \(step)")
  }
}
