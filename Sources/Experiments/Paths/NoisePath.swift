import Losses

/// The masks stay, and noise on the logits grows: a Gaussian field of standard deviation up to 4 and
/// correlation length 2, drawn anew at every step, so that errors rise on average and fluctuate.
struct NoisePath: ErrorPath {
  let id = "noise"
  let summary = "noise on the logits grows, drawn anew at every step"
  let declaration = ErrorDeclaration(
    falsePositives: .risesOnAverage, falseNegatives: .risesOnAverage)
  let isRandom = true

  /// σ of the last step.
  private static let deviation = 4.0
  /// ℓ in elements.
  private static let length = 2.0

  func prepare(_ object: NamedObject, steps: Int) throws(PathError) -> PreparedPath {
    .ofObjects(settings: [
      PathSetting(name: "deviation of the last step", value: Self.deviation, unit: "on the logits"),
      PathSetting(name: "correlation length", value: Self.length, unit: "elements"),
    ]) { _ in
      { step, object in
        object.logits.noise = Self.deviation * Double(step) / Double(steps)
        object.logits.length = Self.length
      }
    }
  }
}
