import Losses

/// Thicknesses of lines and rings of which a loss sees no error.
struct BlindThicknessCheck: AuditCheck {
  let id = "blind-thickness"
  let question = "Does it see errors of lines and rings of every thickness?"
  let method = """
    Bars of 30 columns and annuli of outer radius 18, both 1, 2, 3, 4, 6, 8 and 10 elements thick, on \
    48 × 48 elements, predicted, 0.9999 inside and 0.0001 outside, as nothing, moved by the thickness, \
    dilated by 2, and the bar with a third missing, the annulus as its left half. Judged as blind-radius.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [48, 48])
    let objects = [1, 2, 3, 4, 6, 8, 10].flatMap { thickness in
      let bar = AuditMask.bar(thickness: thickness, length: 30, on: grid)
      let ring = AuditMask.annulus(Double(18 - thickness), 18, on: grid)
      let columns = grid.shape[1]
      let half = (0..<grid.count).filter { ring.elements[$0] && $0 % columns < columns / 2 }
      let broken = [
        AuditMask.bar(thickness: thickness, length: 30, on: grid, gap: 10),
        .elements(half, on: grid, "left half of the \(ring.words)"),
      ]
      return [("bar", bar, broken[0]), ("ring", ring, broken[1])].map { kind, truth, broken in
        BlindZone.Object(
          kind: kind, extent: thickness, truth: truth,
          predictions: [
            .empty(on: grid), truth.moved(rows: thickness, columns: 0), truth.dilated.dilated,
            broken,
          ])
      }
    }
    return try BlindZone(name: "thickness", objects: objects).judge(subject)
  }
}
