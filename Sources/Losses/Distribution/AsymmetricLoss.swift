/// The focal loss with a power of its own for each class, which leaves out easy background altogether.
///
///     L = −mean[g (1−p)^γ₊ ln p + (1−g) p_m^γ₋ ln(1−p_m)],  p_m = max(p − m, 0)
///
/// with γ₊, γ₋ in [0, 100] and the margin m in [0, 1). Logarithms take their argument clamped to
/// [1e-7, 1 − 1e-7]; so do powers below 1. The powers pass the gradient, as in the paper's
/// analysis of it; the authors' code holds them constant unless told otherwise.
/// Source: Ridnik et al. (2021), "Asymmetric loss for multi-label classification".
public struct AsymmetricLoss: ElementwiseLoss {
  public static let specification = LossSpecification(
    id: "asymmetric-loss", name: "Asymmetric loss", family: .distribution,
    formula: "-mean[g (1-p)^gamma+ ln p + (1-g) p_m^gamma- ln(1-p_m)], p_m = max(p - m, 0)",
    source: "Ridnik et al. 2021",
    reference: .arXiv("2009.14119"),
    edgeCases: "at most 1e-7 at a perfect hard prediction (the clamp); background below the margin "
      + "counts nothing; finite for every mask",
    unseen: "false positives with p of at most the margin",
    parameters: [
      ParameterSpecification(
        "positive-gamma", default: 0, in: .closed(0, 100), "power for the foreground"),
      ParameterSpecification(
        "negative-gamma", default: 4, in: .closed(0, 100), "power for the background"),
      ParameterSpecification(
        "margin", default: 0.05, in: .closed(0, 0.99), "m, what background may have for nothing"),
    ])

  private let asymmetric: AsymmetricTerm

  public init(parameters: LossParameters) {
    asymmetric = AsymmetricTerm(
      foregroundGamma: parameters["positive-gamma"], backgroundGamma: parameters["negative-gamma"],
      margin: parameters["margin"])
  }

  public func term(for sample: Sample) -> AsymmetricTerm { asymmetric }
}

/// −(g (1−p)^γ₊ ln p + (1−g) p_m^γ₋ ln(1−p_m)): the asymmetric loss of one element.
public struct AsymmetricTerm: ElementTerm {
  private let foreground: FocalTerm
  private let background: FocalTerm
  /// m.
  public let margin: Double

  /// A term with γ₊, γ₋ ≥ 0 and m in [0, 1).
  public init(foregroundGamma: Double, backgroundGamma: Double, margin: Double) {
    foreground = FocalTerm(foregroundWeight: 1, backgroundWeight: 0, gamma: foregroundGamma)
    background = FocalTerm(foregroundWeight: 0, backgroundWeight: 1, gamma: backgroundGamma)
    self.margin = margin
  }

  public func value(_ p: Double, _ g: Double) -> Double {
    foreground.value(p, g) + background.value(max(p - margin, 0), g)
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    foreground.slope(p, g) + (p >= margin ? background.slope(p - margin, g) : 0)
  }
}
