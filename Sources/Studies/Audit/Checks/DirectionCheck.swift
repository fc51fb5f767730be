import Losses
import Texts

/// Whether a step against the gradient leads to the truth.
struct DirectionCheck: AuditCheck {
  let id = "direction"
  let question = "Does the gradient point to the truth?"
  let method = """
    A disc of radius 6 on 32 × 32 elements, predicted as soft discs moved by 1, 3 and 13 (beside the object), \
    of radius 9 and of radius 3, as 0.5 everywhere, and at random. Passed where the cosine between −∂L/∂z and \
    g − p is over 0 at each that has a gradient, z = ln p/(1 − p) being what a network is trained by.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [32, 32])
    let truth = AuditMask.disc(6, on: grid)
    let pairs = [
      AuditMap.softDisc(6, on: grid, by: (0, 1)), .softDisc(6, on: grid, by: (0, 3)),
      .softDisc(6, on: grid, by: (0, 13)), .softDisc(9, on: grid), .softDisc(3, on: grid),
      .constant(0.5, on: grid), .random(on: grid, seed: subject.seed, stream: 9),
    ].map { AuditPair($0, of: truth) }
    var cosines: [(pair: AuditPair, cosine: Double)] = []
    for pair in pairs {
      let slopes = pair.logitSlopes(try subject.gradient(pair))
      if let cosine = GradientState.Vector(slopes, errors: pair.errors).cosine {
        cosines.append((pair, cosine))
      }
    }
    guard let worst = cosines.min(by: { $0.cosine < $1.cosine }) else {
      return AuditJudgement(
        .failed, "there is no gradient at any of \(pairs.count) predictions", input: pairs[0].words)
    }
    let away = cosines.count { $0.cosine <= 0 }
    let evidence = [
      AuditNumber("predictions with a gradient", Double(cosines.count)),
      AuditNumber("away from the truth", Double(away)), AuditNumber("least cosine", worst.cosine),
    ]
    guard away > 0 else {
      return AuditJudgement(
        .passed,
        "at \(cosines.count) predictions, with cosines of at least "
          + fourDigits(worst.cosine), evidence)
    }
    return AuditJudgement(
      .failed,
      "away from it at \(away) of \(cosines.count) predictions, the least cosine is "
        + fourDigits(worst.cosine), evidence, input: worst.pair.words)
  }
}

extension AuditPair {
  /// ∂L/∂z = p (1 − p) ∂L/∂p.
  func logitSlopes(_ slopes: [Double]) -> [Double] {
    zip(slopes, prediction.values).map { $0 * $1 * (1 - $1) }
  }
}
