import Losses
import Texts

/// What single precision makes of a value.
struct PrecisionCheck: AuditCheck {
  let id = "precision"
  let question = "Does single precision give what double precision gives?"
  let method = """
    A disc of radius 7 on 32 × 32 elements, predicted as a soft disc moved by 3, and moved by 3 with \
    p = 1 − 1e-9 inside and 1e-9 outside; the value in double precision against that of the same numbers \
    rounded to single precision, of the larger value. Failed where the first differs by more than 1e-5, found where the second \
    differs by more than 1e-3: 1 − 1e-9 is 1 in single precision.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [32, 32])
    let truth = AuditMask.disc(7, on: grid)
    let pairs = [
      AuditPair(.softDisc(7, on: grid, by: (0, 3)), of: truth),
      AuditPair(
        truth.moved(rows: 0, columns: 3).map(inside: 1 - 1e-9, outside: 1e-9), of: truth),
    ]
    let doubles = try pairs.map { try subject.value($0) }
    let scale = max(doubles.largestMagnitude, .leastNormalMagnitude)
    let differences = try zip(pairs, doubles).map { pair, double in
      let single = try subject.loss.value(SinglePrecisionSample(pair.sample(seed: subject.seed)))
      guard single.isFinite else { throw AuditError.notFinite(single, pair.words) }
      return abs(single - double) / scale
    }
    let evidence = zip(["soft", "saturated"], differences).map {
      AuditNumber("difference, \($0)", $1)
    }
    if differences[0] > 1e-5 {
      return AuditJudgement(
        .failed, "they differ by \(fourDigits(differences[0]))", evidence, input: pairs[0].words)
    }
    guard differences[1] <= 1e-3 else {
      return AuditJudgement(
        .found,
        "they agree to \(fourDigits(differences[0])), but differ by "
          + "\(fourDigits(differences[1])) where p is saturated", evidence, input: pairs[1].words)
    }
    return AuditJudgement(.passed, "they agree to \(fourDigits(differences.max() ?? 0))", evidence)
  }
}
