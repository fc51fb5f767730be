import Losses

/// Radii of discs of which a loss sees no error.
struct BlindRadiusCheck: AuditCheck {
  let id = "blind-radius"
  let question = "Does it see errors of discs of every radius?"
  let method = """
    Discs of radius 1, 2, 3, 4, 5, 6, 8, 10 and 12 on 48 × 48 elements, predicted, 0.9999 inside and 0.0001 \
    outside, as nothing, moved by half the radius (at least 1), two elements wider, and with two thirds of the \
    radius. Failed where one has the value of the truth to 1e-6 of the largest value and no slope over 1e-6 of \
    the largest.
    """

  func judge(_ subject: AuditSubject) throws -> AuditJudgement {
    let grid = try Grid(shape: [48, 48])
    let objects = [1, 2, 3, 4, 5, 6, 8, 10, 12].map { radius in
      BlindZone.Object(
        extent: radius, truth: .disc(Double(radius), on: grid),
        predictions: [
          .empty(on: grid), .disc(Double(radius), on: grid, by: (0, max(1, radius / 2))),
          .disc(Double(radius + 2), on: grid), .disc(Double(radius) * 2 / 3, on: grid),
        ])
    }
    return try BlindZone(name: "radius", objects: objects).judge(subject)
  }
}
