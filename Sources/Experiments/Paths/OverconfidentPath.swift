import Losses

/// The prediction lies a quarter of the object's width off its truth from step 0 on, and gets surer and
/// surer: its logits grow to five times their size, on what is wrong as on what is right.
struct OverconfidentPath: ErrorPath {
  let id = "overconfident"
  let summary = "a quarter of its width off, masks stay, logits grow fivefold"
  let declaration = ErrorDeclaration(falsePositives: .stays, falseNegatives: .stays)

  /// How far off the prediction lies, in widths of the object.
  private static let offset = 0.25

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    let (moving, direction) = try object.moving(by: Self.offset, along: self)
    let displacement = direction * Self.offset * moving.width
    return .ofObjects(settings: [
      PathSetting(name: "offset", value: displacement, unit: "elements"),
      PathSetting(name: "last step", value: 5, unit: "times the first step's logits"),
    ]) { _ in
      { step, object in
        moving.write(into: &object, by: displacement)
        object.logits.scale = 1 + 4 * Double(step) / Double(steps)
      }
    }
  }
}
