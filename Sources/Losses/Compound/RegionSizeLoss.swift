/// The cross-entropy and how far the predicted size is from the true one.
///
///     L = −mean[g ln p + (1−g) ln(1−p)] + λ abs(P − G)/N
///
/// with P = Σ p, G = Σ g and λ ≥ 0. Logarithms take p clamped to [1e-7, 1 − 1e-7]; the slope of abs is
/// 0 at 0. The second part alone is 0 for any prediction of the right size, wherever it lies.
/// Source: Liu et al. (2021), "The hidden label-marginal biases of segmentation losses".
public struct RegionSizeLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "region-size", name: "Cross-entropy + region size", family: .compound,
    formula: "-mean[g ln p + (1-g) ln(1-p)] + lambda abs(P - G) / N",
    source: "Liu et al. 2021",
    reference: .arXiv("2104.08717"),
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    parameters: [
      ParameterSpecification("lambda", default: 1, in: .closed(0, 1e6), "weight of the size")
    ])

  /// λ.
  public let sizeWeight: Double

  public init(parameters: LossParameters) {
    sizeWeight = parameters["lambda"]
  }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    LogarithmTerm().mean(over: sample) + sizeWeight * abs(excess(sample))
      / Double(sample.grid.count)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let excess = excess(sample)
    let slope = sizeWeight / Double(sample.grid.count) * (excess > 0 ? 1 : excess < 0 ? -1 : 0)
    let gradient = LogarithmTerm().meanGradient(over: sample).map { $0 + slope }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// P − G.
  private func excess(_ sample: Sample) -> Double {
    let sums = OverlapSums(sample)
    return sums.prediction - sums.truth
  }
}
