/// The error, weighed by how much of truth and prediction lies in balls of rising radius around it.
///
///     L = mean Σ_{r∈R} r^α [ f(B_r∗(1−g)) A + f(B_r∗g) M + f(B_r∗(1−p)) M + f(B_r∗p) A ] + λ Dice
///     A = (g−p)² p,  M = (g−p)² g,  f(x) = max(0, 2x − 1)
///
/// with the mean B_r over the disc (in 3-D the ball) of radius r, zeros beyond the border, and
/// R = {`radius-step`, 2 · `radius-step`, … ≤ `maximum-radius`}; α in (0, 10], λ ≥ 0, and the Dice
/// loss with S = 1. Radii count in elements, whatever the spacing. The gradient flows through the
/// convolved p too.
/// Source: Karimi and Salcudean (2019), "Reducing the Hausdorff distance in medical image
/// segmentation with convolutional neural networks", eq. 12.
public struct HausdorffConvolutionLoss: HausdorffLoss {
  public static let specification = LossSpecification(
    id: "hausdorff-convolution", name: "Hausdorff (convolution)", family: .boundary,
    formula: "mean sum_r r^alpha [(f(B_r*(1-g)) + f(B_r*p)) (g-p)^2 p "
      + "+ (f(B_r*g) + f(B_r*(1-p))) (g-p)^2 g] + lambda Dice, f(x) = max(0, 2x-1)",
    source: "Karimi and Salcudean 2019",
    reference: .arXiv("1904.10030"),
    edgeCases: "0 at a perfect hard prediction; finite for every mask; a radius-step over "
      + "maximum-radius is an error",
    unseen: "false positives around which at most half of every ball is background of the truth, "
      + "and false negatives alike: thin errors along the contour",
    parameters: [
      .distanceExponent,
      ParameterSpecification(
        "radius-step", default: 3, in: .integer(1, 256), "smallest radius and step to the next"),
      ParameterSpecification(
        "maximum-radius", default: 18, in: .integer(1, 256), "bound of the radii"),
      .diceWeight,
    ])

  /// α.
  public let distanceExponent: Double
  /// R.
  public let radii: [Int]
  public let diceWeight: Double

  public init(parameters: LossParameters) {
    distanceExponent = parameters["alpha"]
    let step = Int(parameters["radius-step"])
    radii = Array(stride(from: step, through: Int(parameters["maximum-radius"]), by: step))
    diceWeight = parameters["lambda"]
  }

  public func estimate(_ sample: Sample) throws -> Double {
    let (p, g) = (sample.prediction.values, sample.truth.values)
    let convolution = try convolution(sample)
    guard sample.servesManyPredictions,
      radii.count * sample.grid.count <= Self.mostKept
    else {
      return convolution.value(p, g)
    }
    let means = sample.derived(TruthMeans(radii: radii)) { convolution.truthMeans(g) }
    return convolution.value(p, g, truthMeans: means)
  }

  public func estimateGradient(_ sample: Sample) throws -> [Double] {
    try convolution(sample).gradient(sample.prediction.values, sample.truth.values)
  }

  /// How many means of a truth may be kept, for all radii together: 8 MB of them.
  private static let mostKept = 1 << 20

  private func convolution(_ sample: Sample) throws(LossError) -> ErrorConvolution {
    guard !radii.isEmpty else {
      throw .unsupportedSample(
        loss: Self.specification.id,
        reason: "its radius-step is over its maximum-radius, which leaves no radius; lower the "
          + "step or raise the maximum")
    }
    return ErrorConvolution(
      sample.grid, radii: radii, exponent: distanceExponent, meanOver: sample.keptCount,
      scratch: sample.scratch)
  }
}

/// The means of the truth over balls of some radii.
private struct TruthMeans: TruthKey {
  typealias Value = ErrorConvolution.TruthMeans
  let radii: [Int]
}
