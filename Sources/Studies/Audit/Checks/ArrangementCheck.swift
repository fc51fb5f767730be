import Losses
import Texts

/// Whether a loss knows more of the errors than how many there are.
struct ArrangementCheck: AuditCheck {
  let id = "arrangement"
  let question = "Does it matter where false positives and false negatives lie?"
  let method = """
    A disc of radius 7 on 32 × 32 elements with 24 false positives and 24 false negatives, 0.9999 and 0.0001, \
    in four arrangements: nearest to the contour; a hole in the middle and the farthest corner elements; \
    scattered at random; a hole in the middle and false positives at the contour. Passed where the values \
    differ by more than 1e-6 of the largest; found where FP and FN alone decide.
    """

  private static let errors = 24

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [32, 32])
    let truth = AuditMask.disc(7, on: grid)
    let pairs = Self.arrangements(of: truth, seed: subject.seed).map {
      AuditPair($0.sure, of: truth)
    }
    let values = try pairs.map { try subject.value($0) }
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
    let evidence = [AuditNumber("least", least), AuditNumber("greatest", greatest)]
    if greatest - least <= auditTolerance * values.largestMagnitude {
      return AuditJudgement(
        .found, "it is \(fourDigits(greatest)) for any arrangement of the same FP and FN", evidence,
        input: pairs[1].words)
    }
    return AuditJudgement(
      .passed, "\(fourDigits(least)) to \(fourDigits(greatest)) for the same FP and FN", evidence)
  }

  private static func arrangements(of truth: AuditMask, seed: UInt64) -> [AuditMask] {
    let grid = truth.grid
    func distance(_ index: Int) -> Int {
      let (row, column) = (index / grid.shape[1] - 16, index % grid.shape[1] - 16)
      return row * row + column * column
    }
    let inward = (0..<grid.count).sorted { (distance($0), $0) < (distance($1), $1) }
    let inside = inward.filter { truth.elements[$0] }
    let outside = inward.filter { !truth.elements[$0] }
    var random = SeededGenerator(seed: seed, stream: 10)
    func scattered(_ elements: [Int]) -> [Int] {
      random.permutation(of: elements.count).prefix(errors).map { elements[$0] }
    }
    let choices = [
      ("nearest to the contour", Array(inside.suffix(errors)), Array(outside.prefix(errors))),
      ("innermost and farthest", Array(inside.prefix(errors)), Array(outside.suffix(errors))),
      (
        "scattered by SeededGenerator(seed: \(seed), stream: 10)", scattered(inside),
        scattered(outside)
      ),
      ("innermost and nearest", Array(inside.prefix(errors)), Array(outside.prefix(errors))),
    ]
    return choices.map { words, missing, extra in
      AuditMask.elements(
        Set(inside).subtracting(missing).union(extra).sorted(), on: grid,
        "\(truth.words) with \(errors) elements taken away and \(errors) added, \(words)")
    }
  }
}
