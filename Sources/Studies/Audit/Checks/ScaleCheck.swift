import Losses
import Texts

/// What the size of the picture and of the object does to the value.
struct ScaleCheck: AuditCheck {
  let id = "scale"
  let question = "What do more background, a larger grid and a doubled object do to the value?"
  let method = """
    A disc of radius 6 on 48 × 48 elements predicted as moved by 4, 0.99 inside and 0.01 outside, and what the \
    value is over that of a prediction without errors. The ratio to it of the same object on 96 × 96 elements \
    (more background), of everything twice as large (a larger grid), and of an object and an error twice as \
    large on 48 × 48 (a doubled object). Passed where all are within 1 % of 1; found otherwise.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    func pair(_ extent: Int, _ radius: Double, moved columns: Int) throws -> AuditPair {
      let grid = try Grid(shape: [extent, extent])
      return AuditPair(
        AuditMask.disc(radius, on: grid, by: (0, columns)).map(inside: 0.99, outside: 0.01),
        of: AuditMask.disc(radius, on: grid))
    }
    func excess(_ extent: Int, _ radius: Double, _ columns: Int) throws -> Double {
      try subject.value(pair(extent, radius, moved: columns))
        - subject.value(pair(extent, radius, moved: 0))
    }
    let base = try excess(48, 6, 4)
    let names = ["more background", "a larger grid", "a doubled object"]
    let others = try [excess(96, 6, 4), excess(96, 12, 8), excess(48, 12, 8)]
    guard abs(base) > auditTolerance * (others + [base]).largestMagnitude else {
      return AuditJudgement(
        .notApplicable, "the error does not change the value: there is nothing to compare with",
        [AuditNumber("error", base)], input: try pair(48, 6, moved: 4).words)
    }
    let ratios = others.map { $0 / base }
    let evidence =
      [AuditNumber("error", base)] + zip(names, ratios).map { AuditNumber("ratio, \($0)", $1) }
    let summary = zip(names, ratios).map { "\($0) makes it × \(fourDigits($1))" }
      .joined(separator: ", ")
    let isSame = ratios.allSatisfy { abs($0 - 1) <= 0.01 }
    return AuditJudgement(
      isSame ? .passed : .found, summary, evidence,
      input: isSame ? "" : try pair(48, 6, moved: 4).words)
  }
}
