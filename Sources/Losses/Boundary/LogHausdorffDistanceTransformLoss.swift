import RealModule

/// The logarithm of one plus the Hausdorff loss by distance transforms.
///
///     L = ln(1 + H),  H = mean[(g − p)² (d_g^α + d_p^α)] + λ Dice
///
/// with H as in ``HausdorffDistanceTransformLoss``. It keeps a loss of the order of squared distances
/// near those of the order of 1 that it is added to.
/// Source: Karimi and Salcudean (2019), eq. 8; the logarithm is MONAI's.
public struct LogHausdorffDistanceTransformLoss: TransformedLoss {
  public static let specification = LossSpecification(
    id: "log-hausdorff-distance-transform", name: "Log Hausdorff (distance transform)",
    family: .boundary,
    formula: "ln(1 + mean[(g-p)^2 (d_g^alpha + d_p^alpha)] + lambda Dice)",
    source: "Karimi and Salcudean 2019",
    reference: .arXiv("1904.10030"),
    aliases: [PeerName(.monai, "LogHausdorffDTLoss")],
    edgeCases: "0 at a perfect hard prediction; the distance to an empty or full mask is 0, so "
      + "the mean is 0 where both masks are empty or full",
    parameters: [.distanceExponent, .diceWeight])

  public let inner: any Loss

  public init(parameters: LossParameters) {
    self.init(of: HausdorffDistanceTransformLoss(parameters: parameters))
  }

  /// The same of any loss that is over −1.
  public init(of inner: any Loss) {
    self.inner = inner
  }

  public func transform(_ value: Double) -> Double { .log(onePlus: value) }

  public func transformSlope(_ value: Double) -> Double { 1 / (1 + value) }
}
