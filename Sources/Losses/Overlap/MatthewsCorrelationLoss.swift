/// One minus the correlation of prediction and truth.
///
///     L = 1 − (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN) + S)
///
/// with TP = Σ p g, FP = Σ p (1−g), FN = Σ (1−p) g, TN = Σ (1−p)(1−g) and smoothing S > 0. Between 0
/// and 2; 1 for every prediction of an empty or a full truth but the perfect one. L = 0 with gradient 0
/// where FP = FN = 0, which the formula gives only where both classes occur.
/// Source: Abhishek and Hamarneh (2021), "Matthews correlation coefficient loss for deep convolutional
/// networks", eq. 3 to 5; S and the perfect prediction as in the authors' code and MONAI.
public struct MatthewsCorrelationLoss: OverlapLoss {
  public static let specification = LossSpecification(
    id: "matthews-correlation", name: "Matthews correlation", family: .overlap,
    formula: "1 - (TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN) + S)",
    source: "Abhishek and Hamarneh 2021",
    reference: .doi("10.1109/ISBI48211.2021.9433782"),
    aliases: [PeerName(.monai, "MCCLoss"), PeerName(.segmentationModels, "MCCLoss")],
    edgeCases: "0 at a perfect hard prediction; 1 for any other one of an empty or full truth",
    unseen: "everything where the truth is empty or full, where it is 1 unless the "
      + "prediction is perfect",
    parameters: [
      ParameterSpecification(
        "smoothing", default: 1e-5, in: .closed(1e-12, 1e6), "S, added under the root")
    ])

  /// S, added under the root.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    smoothing = parameters["smoothing"]
  }

  public func value(_ sums: OverlapSums) -> Double {
    isPerfect(sums) ? 0 : 1 - covariance(sums) / product(sums).squareRoot()
  }

  public func slopes(_ sums: OverlapSums) -> OverlapSlopes {
    guard !isPerfect(sums) else { return OverlapSlopes() }
    let product = product(sums)
    let root = product.squareRoot()
    // The covariance is N TP − P G, and the product (P (N − P)) (G (N − G)) + S.
    let productSlope =
      sums.truth * (sums.count - sums.truth) * (sums.count - 2 * sums.prediction)
    let correlation = covariance(sums) / root
    return OverlapSlopes(
      truePositives: -sums.count / root,
      prediction: sums.truth / root + correlation * productSlope / (2 * product))
  }

  private func isPerfect(_ sums: OverlapSums) -> Bool {
    sums.falsePositives == 0 && sums.falseNegatives == 0
  }

  private func covariance(_ sums: OverlapSums) -> Double {
    // In this order both differences are exactly 0 for a full truth.
    let trueNegatives = (sums.count - sums.truth) - sums.falsePositives
    return sums.truePositives * trueNegatives - sums.falsePositives * sums.falseNegatives
  }

  /// What the root is taken of.
  private func product(_ sums: OverlapSums) -> Double {
    // Rounding may take the sum over all of a full mask past their number.
    let prediction = sums.prediction * max(0, sums.count - sums.prediction)
    return prediction * sums.truth * max(0, sums.count - sums.truth) + smoothing
  }
}
