/// One minus the Dice coefficient over foreground and background, weighted by their inverse volume.
///
///     L = 1 − (2 Σ_l w_l TP_l + ε) / (Σ_l w_l (P_l + G_l) + ε),  w_l = 1 / G_l²
///
/// over l ∈ {foreground, background}, with ε = 1e-7. A class that the truth does not have
/// (G_l < 1e-7) takes the weight of the other, as MONAI does, since its own has no bound.
/// Source: Sudre et al. (2017), "Generalised Dice overlap", section 2.1.
public struct GeneralisedDiceLoss: OverlapRatioLoss {
  public static let specification = LossSpecification(
    id: "generalised-dice", name: "Generalised Dice", family: .overlap,
    formula: "1 - (2 sum_l w_l TP_l + eps) / (sum_l w_l (P_l + G_l) + eps), w_l = 1/G_l^2",
    source: "Sudre et al. 2017",
    reference: .arXiv("1707.03237"),
    aliases: [PeerName(.monai, "GeneralizedDiceLoss"), PeerName(.segLossOdyssey, "GDiceLoss")],
    edgeCases: "0 at a perfect hard prediction; a class absent from the truth takes the weight "
      + "of the other")

  /// The form over classes.
  let form: GeneralisedDice

  public init(parameters: LossParameters) { self.init() }

  init(_ form: GeneralisedDice = GeneralisedDice()) { self.form = form }

  public func value(_ sample: Sample) -> Double { value(sums(sample)) }

  public func gradient(_ sample: Sample) -> ScalarField {
    let slopes = slopes(sums(sample))
    let gradient =
      form.overlap == .minimum
      ? slopes.gradientOfMinimum(over: sample) : slopes.gradient(over: sample)
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private func sums(_ sample: Sample) -> OverlapSums {
    form.overlap == .minimum ? OverlapSums(minimumOver: sample) : OverlapSums(sample)
  }

  public func ratio(_ sums: OverlapSums) -> OverlapRatio {
    let background = sums.complement
    let weights = form.weighting.weights(of: [sums.truth, background.truth])
    let (foregroundWeight, backgroundWeight) = (weights[0], weights[1])
    let overlap = OverlapSlopes(truePositives: 2)
    let volume = OverlapSlopes(prediction: 1)
    return OverlapRatio(
      numerator: 2
        * (foregroundWeight * sums.truePositives + backgroundWeight * background.truePositives)
        + form.numeratorSmoothing,
      denominator: foregroundWeight * (sums.prediction + sums.truth)
        + backgroundWeight * (background.prediction + background.truth)
        + form.denominatorSmoothing,
      numeratorSlopes: overlap.combined(foregroundWeight, overlap.ofComplement, backgroundWeight),
      denominatorSlopes: volume.combined(foregroundWeight, volume.ofComplement, backgroundWeight))
  }

  public func overClasses(_ relation: ClassRelation) -> any ClassLoss { form }

  /// With another weighting, smoothings and TP.
  public func written(as form: OverlapForm) -> (any Loss)? {
    GeneralisedDiceLoss(self.form.written(as: form))
  }
}
