import Losses

/// The masks stay, and the prediction gets less and less sure: its logits shrink to a tenth.
struct UnderconfidentPath: ErrorPath {
  let id = "underconfident"
  let summary = "masks stay, logits shrink to a tenth"
  let declaration = ErrorDeclaration(falsePositives: .risesSoftly, falseNegatives: .risesSoftly)

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    .ofObjects(settings: [
      PathSetting(name: "last step", value: 0.1, unit: "of the first step's logits")
    ]) { _ in
      { step, object in object.logits.scale = 1 - 0.9 * Double(step) / Double(steps) }
    }
  }
}
