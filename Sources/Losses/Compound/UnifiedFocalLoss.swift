import RealModule

/// The focal loss and the focal Tversky loss with common parameters; asymmetric, where the foreground is
/// the rare class, unless `symmetric` is 1.
///
///     L = λ · mean[−δ g ln p − (1−δ)(1−g) p^γ ln(1−p)] + (1−λ) · [(1 − m_b) + (1 − m_f)^(1−γ)]
///     m_f = (TP + ε) / (TP + δ FN + (1−δ) FP + ε)
///     m_b = (TN + ε) / (TN + δ FP + (1−δ) FN + ε)
///
/// and, where it is symmetric,
///
///     L = λ · mean[−δ g (1−p)^γ ln p − (1−δ)(1−g) p^γ ln(1−p)]
///       + (1−λ) · [(1 − m_b)^(1−γ) + (1 − m_f)^(1−γ)]
///
/// with λ, δ in [0, 1], γ in [0, 0.999] and ε = 1e-7. Logarithms take p clamped to [ε, 1 − ε], and
/// so does the power when γ > 0. The slope of (1 − m)^(1−γ) has no bound as m → 1: for γ > 0
/// value and slope are taken as 0 where 1 − m ≤ 1e-12. Summed over the classes, as in the paper.
/// Source: Yeung et al. (2022), "Unified focal loss", eq. 12 to 17; δ weighs false negatives, as in
/// the authors' code.
public struct UnifiedFocalLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "unified-focal", name: "Unified focal", family: .compound,
    formula: "lambda mean[-delta g ln p - (1-delta)(1-g) p^gamma ln(1-p)] "
      + "+ (1-lambda) [(1-m_b) + (1-m_f)^(1-gamma)], "
      + "m_f = (TP+eps) / (TP + delta FN + (1-delta) FP + eps), m_b the same of the background",
    source: "Yeung et al. 2022",
    reference: .arXiv("2102.04525"),
    aliases: [PeerName(.monai, "AsymmetricUnifiedFocalLoss")],
    edgeCases: "0 at a perfect hard prediction, but for the clamp of the logarithm; finite for "
      + "every mask",
    parameters: [
      ParameterSpecification("lambda", default: 0.5, in: .closed(0, 1), "weight of focal"),
      ParameterSpecification(
        "delta", default: 0.6, in: .closed(0, 1), "weight of what the foreground misses"),
      ParameterSpecification(
        "gamma", default: 0.5, in: .closed(0, 0.999), "how far to turn to the rare class"),
      ParameterSpecification(
        "symmetric", default: 0, in: .integer(0, 1), "1 turns both classes to what is hard"),
    ])

  /// λ.
  public let focalWeight: Double
  /// δ.
  public let delta: Double
  /// γ.
  public let gamma: Double
  /// Whether both classes have the powers of γ.
  public let isSymmetric: Bool

  public init(parameters: LossParameters) {
    focalWeight = parameters["lambda"]
    delta = parameters["delta"]
    gamma = parameters["gamma"]
    isSymmetric = parameters["symmetric"] == 1
  }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    let sums = OverlapSums(sample)
    let background = 1 - tverskyIndex(sums.complement).value
    let foreground = root(1 - tverskyIndex(sums).value)
    return focalWeight * focalMean(sample)
      + (1 - focalWeight) * ((isSymmetric ? root(background) : background) + foreground)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let slopes = tverskySlopes(OverlapSums(sample))
    var gradient =
      isSymmetric
      ? symmetricTerm.meanGradient(over: sample) : asymmetricTerm.meanGradient(over: sample)
    for (index, g) in sample.truth.values.enumerated() {
      gradient[index] =
        slopes.truePositives * g + slopes.prediction + focalWeight * gradient[index]
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  // Each term by its own type, for which sums are compiled.
  private func focalMean(_ sample: Sample) -> Double {
    isSymmetric ? symmetricTerm.mean(over: sample) : asymmetricTerm.mean(over: sample)
  }

  private var symmetricTerm: FocalTerm {
    FocalTerm(foregroundWeight: delta, backgroundWeight: 1 - delta, gamma: gamma)
  }

  private var asymmetricTerm: UnifiedFocalTerm {
    UnifiedFocalTerm(delta: delta, power: PowerFactor(exponent: gamma))
  }

  /// Derivatives of the Tversky terms.
  private func tverskySlopes(_ sums: OverlapSums) -> OverlapSlopes {
    let (background, foreground) = (tverskyIndex(sums.complement), tverskyIndex(sums))
    let backgroundSlope = isSymmetric ? rootSlope(1 - background.value) : 1
    return background.slopes.ofComplement.combined(
      (focalWeight - 1) * backgroundSlope, foreground.slopes,
      (focalWeight - 1) * rootSlope(1 - foreground.value))
  }

  /// (1 − m)^(1−γ).
  func root(_ base: Double) -> Double {
    isSingular(base) ? 0 : .pow(max(base, 0), 1 - gamma)
  }

  /// The derivative of ``root(_:)``.
  func rootSlope(_ base: Double) -> Double {
    gamma == 0 ? 1 : isSingular(base) ? 0 : (1 - gamma) * .pow(base, -gamma)
  }

  /// Of exclusive classes, class 0 is the background and each of the others a rare class.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? UnifiedFocalOverClasses(loss: self) : OneVersusRest(self)
  }

  /// m of the class whose sums are given.
  func tverskyIndex(_ sums: OverlapSums) -> OverlapRatio {
    let numerator = sums.truePositives + probabilityEpsilon
    return OverlapRatio(
      numerator: numerator,
      denominator: numerator + delta * sums.falseNegatives + (1 - delta) * sums.falsePositives,
      numeratorSlopes: OverlapSlopes(truePositives: 1),
      // TP + δ (G − TP) + (1−δ) (P − TP) = δ G + (1−δ) P.
      denominatorSlopes: OverlapSlopes(prediction: 1 - delta))
  }

  /// Whether 1 − m is 0 but for rounding, where the slope of its root has no meaning.
  private func isSingular(_ base: Double) -> Bool { gamma > 0 && base <= 1e-12 }
}

/// −δ g ln p − (1−δ)(1−g) p^γ ln(1−p) of one element.
public struct UnifiedFocalTerm: ElementTerm {
  /// δ.
  public let delta: Double
  /// p ↦ p^γ.
  let power: PowerFactor

  public func value(_ p: Double, _ g: Double) -> Double {
    let q = clamped(p)
    // Logarithms take long, and one is enough for a truth of 0 or 1.
    let foreground = g == 0 ? 0 : delta * g * .log(q)
    let background = g == 1 ? 0 : (1 - delta) * (1 - g) * power.value(p) * .log(1 - q)
    return -foreground - background
  }

  public func slope(_ p: Double, _ g: Double) -> Double {
    let q = clamped(p)
    let passes = isUnclamped(p) ? 1.0 : 0
    let background = power.slope(p) * .log(1 - q) - power.value(p) * passes / (1 - q)
    return -delta * g * passes / q - (1 - delta) * (1 - g) * background
  }
}
