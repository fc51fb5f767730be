import RealModule

/// The logarithm of the hyperbolic cosine of the Dice loss.
///
///     L = ln cosh(D),  D = 1 − (2 TP + S) / (P + G + S)
///
/// Computed as ln(1 + 2 sinh²(D/2)), which keeps all digits where D is small.
/// Source: Jadon (2020), "A survey of loss functions for semantic segmentation", section II.N.
public struct LogCoshDiceLoss: OverlapLoss {
  public static let specification = LossSpecification(
    id: "log-cosh-dice", name: "Log-cosh Dice", family: .overlap,
    formula: "ln cosh(1 - (2 TP + S) / (P + G + S))",
    source: "Jadon 2020",
    reference: .arXiv("2006.14822"),
    edgeCases: "0 at a perfect hard prediction, where the gradient is 0 too",
    unseen: .emptyTruths,
    parameters: [.smoothing])

  /// The Dice loss inside.
  public let dice: DiceLoss

  public init(parameters: LossParameters) {
    dice = DiceLoss(smoothing: parameters["smoothing"])
  }

  public func value(_ sums: OverlapSums) -> Double { logCosh(dice.value(sums)).value }

  public func slopes(_ sums: OverlapSums) -> OverlapSlopes {
    dice.slopes(sums).scaled(by: logCosh(dice.value(sums)).slope)
  }

  /// The same of a Dice loss in that form.
  public func written(as form: OverlapForm) -> (any Loss)? {
    dice.written(as: form).map { FunctionOfLoss(inner: $0, function: logCosh) }
  }
}

/// ln cosh x and its derivative.
private func logCosh(_ x: Double) -> (value: Double, slope: Double) {
  let half = Double.sinh(x / 2)
  return (.log(onePlus: 2 * half * half), .tanh(x))
}
