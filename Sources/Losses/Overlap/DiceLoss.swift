/// One minus the soft Dice coefficient.
///
///     L = 1 − (2 TP + S) / (P + G + S)
///
/// with TP = Σ p g, P = Σ p, G = Σ g and smoothing S > 0.
/// Source: Drozdzal et al. (2016), "The importance of skip connections", eq. 1.
public struct DiceLoss: OverlapLoss {
  public static let specification = LossSpecification(
    id: "dice", name: "Dice", family: .overlap,
    formula: "1 - (2 TP + S) / (P + G + S)",
    source: "Drozdzal et al. 2016",
    edgeCases: "0 at a perfect hard prediction, also when truth and prediction are both empty",
    parameters: [.smoothing])

  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    smoothing = parameters["smoothing"]
  }

  public func value(_ sums: OverlapSums) -> Double {
    1 - (2 * sums.truePositives + smoothing) / (sums.prediction + sums.truth + smoothing)
  }

  public func slopes(_ sums: OverlapSums) -> OverlapSlopes {
    let denominator = sums.prediction + sums.truth + smoothing
    return OverlapSlopes(
      truePositives: -2 / denominator,
      prediction: (2 * sums.truePositives + smoothing) / (denominator * denominator))
  }
}
