import Losses
import Texts

/// Pairs that show a loss the same thing in another way.
struct AuditTransformation {
  /// What is done.
  let words: String
  let original: AuditPair
  let changed: AuditPair
}

extension AuditSubject {
  /// The loss of a pair where nothing is drawn at random: the image is the truth, the second prediction the
  /// first.
  fileprivate func plainValue(_ pair: AuditPair) throws -> Double {
    let value = try loss.value(pair.sample(seed: seed, drawsNothing: true))
    guard value.isFinite else { throw AuditError.notFinite(value, pair.words) }
    return value
  }

  /// Whether the value is the same after each of some transformations, to 1e-6.
  fileprivate func judge(_ transformations: [AuditTransformation]) throws -> AuditJudgement {
    var worst: (share: Double, transformation: AuditTransformation, values: [Double])?
    for transformation in transformations {
      let values = try [transformation.original, transformation.changed].map { try plainValue($0) }
      let share = abs(values[0] - values[1]) / max(values.largestMagnitude, .leastNormalMagnitude)
      if share >= worst?.share ?? 0 { worst = (share, transformation, values) }
    }
    guard let worst else { return AuditJudgement(.notApplicable, "nothing to compare") }
    let evidence = [AuditNumber("largest relative difference", worst.share)]
    guard worst.share > auditTolerance else {
      return AuditJudgement(.passed, "the same to \(fourDigits(worst.share))", evidence)
    }
    return AuditJudgement(
      .failed,
      "\(fourDigits(worst.values[0])) becomes \(fourDigits(worst.values[1])) when "
        + worst.transformation.words,
      evidence + [AuditNumber("before", worst.values[0]), AuditNumber("after", worst.values[1])],
      input: "\(worst.transformation.original.words); then \(worst.transformation.words)")
  }
}

/// Whether it matters where in the picture everything is.
struct ShiftCheck: AuditCheck {
  let id = "shift"
  let question = "Is it the same where everything is moved?"
  let method = """
    A disc of radius 5 on 40 × 40 elements predicted as moved by (1, 3), 0.9 inside and 0 outside; both moved \
    by (4, 0), (0, −5) and (−3, 3). The image is the truth, and the second prediction the first, so that \
    nothing is drawn at random. Passed where the value stays to 1e-6.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [40, 40])
    func pair(_ rows: Int, _ columns: Int) -> AuditPair {
      AuditPair(
        AuditMask.disc(5, on: grid, by: (rows + 1, columns + 3)).map(inside: 0.9, outside: 0),
        of: AuditMask.disc(5, on: grid, by: (rows, columns)))
    }
    return try subject.judge(
      [(4, 0), (0, -5), (-3, 3)].map { rows, columns in
        AuditTransformation(
          words: "both are moved by (\(rows), \(columns))", original: pair(0, 0),
          changed: pair(rows, columns))
      })
  }
}

/// Ways to turn a square round: the number of the element that comes to each place.
private func turns(of grid: Grid) -> [(words: String, order: [Int])] {
  let extent = grid.shape[0]
  func order(_ place: (Int, Int) -> (Int, Int)) -> [Int] {
    (0..<grid.count).map { index in
      let (row, column) = place(index / extent, index % extent)
      return row * extent + column
    }
  }
  return [
    ("rows are reversed", order { (extent - 1 - $0, $1) }),
    ("columns are reversed", order { ($0, extent - 1 - $1) }),
    ("rows become columns", order { ($1, $0) }),
  ]
}

/// A disc beside the centre, predicted at random.
private func turnedPair(_ subject: AuditSubject) throws -> AuditPair {
  let grid = try Grid(shape: [24, 24])
  return AuditPair(
    .random(on: grid, seed: subject.seed, stream: 11), of: .disc(5, on: grid, by: (-3, 2)))
}

extension AuditPair {
  fileprivate func reordered(_ words: String, _ order: [Int]) -> AuditPair {
    AuditPair(prediction.reordered(words, order), of: truth.reordered(words, order))
  }
}

/// Whether mirror images are alike.
struct FlipCheck: AuditCheck {
  let id = "flip"
  let question = "Is it the same where everything is mirrored?"
  let method = """
    A disc of radius 5 beside the centre of 24 × 24 elements, predicted at random; both with rows reversed, \
    columns reversed, and transposed, with image and second prediction as for shift. Passed where the value \
    stays to 1e-6.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let pair = try turnedPair(subject)
    return try subject.judge(
      turns(of: pair.truth.grid).map {
        AuditTransformation(
          words: $0.words, original: pair, changed: pair.reordered($0.words, $0.order))
      })
  }
}

/// Whether the gradient turns round with the picture.
struct EquivarianceCheck: AuditCheck {
  let id = "equivariance"
  let question = "Is the gradient mirrored with the picture?"
  let method = """
    The pairs of flip; the gradient of the mirrored pair against the mirrored gradient. Passed where no slope \
    differs by more than 1e-6 of the largest.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let pair = try turnedPair(subject)
    func gradient(_ pair: AuditPair) throws -> [Double] {
      try subject.loss.gradient(pair.sample(seed: subject.seed, drawsNothing: true)).values
    }
    let original = try gradient(pair)
    var worst: (share: Double, words: String) = (0, "")
    for (words, order) in turns(of: pair.truth.grid) {
      let turned = try gradient(pair.reordered(words, order))
      let expected = order.map { original[$0] }
      let off = zip(turned, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
      let share = off / max(original.largestMagnitude, .leastNormalMagnitude)
      if !(share <= worst.share) { worst = (share, words) }
    }
    let evidence = [AuditNumber("largest difference, of the largest slope", worst.share)]
    guard !(worst.share <= auditTolerance) else {
      return AuditJudgement(.passed, "the same to \(fourDigits(worst.share))", evidence)
    }
    return AuditJudgement(
      .failed, "slopes differ by \(fourDigits(worst.share)) of the largest when \(worst.words)",
      evidence, input: "\(pair.words); then \(worst.words)")
  }
}

/// What becomes of the value where background and object change places.
struct ExchangeCheck: AuditCheck {
  let id = "exchange"
  let question = "Is it the same where background and object change places?"
  let method = """
    A disc of radius 5 on 24 × 24 elements, predicted at random; against 1 − p and 1 − g. Passed where the \
    value stays to 1e-6; found otherwise.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let pair = try turnedPair(subject)
    func exchanged(_ map: AuditMap) -> AuditMap { map.mapped("taken from 1") { 1 - $0 } }
    let other = AuditPair(exchanged(pair.prediction), of: exchanged(pair.truth))
    let values = try [pair, other].map { try subject.plainValue($0) }
    let evidence = [AuditNumber("object", values[0]), AuditNumber("background", values[1])]
    if abs(values[0] - values[1]) <= auditTolerance * values.largestMagnitude {
      return AuditJudgement(.passed, "it is \(fourDigits(values[0])) for both", evidence)
    }
    return AuditJudgement(
      .found, "\(fourDigits(values[0])) becomes \(fourDigits(values[1]))", evidence,
      input: pair.words)
  }
}
