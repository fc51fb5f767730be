import RealModule

/// The error that survives repeated erosion, weighed by how often it did.
///
///     L = mean Σ_{k=1…K} k^α E_k + λ Dice,  E_0 = (g − p)²
///
/// with the soft erosion E_k of E_{k−1}: the mean over a cross of 5 (in 3-D 7) elements, less
/// one half, cut off at 0 and rescaled to [0, 1]; α in (0, 10], K in 1 … 100, λ ≥ 0, and the Dice
/// loss with S = 1. Counts in elements, whatever the spacing. Grids of one axis have no cross and
/// are refused.
/// Source: Karimi and Salcudean (2019), "Reducing the Hausdorff distance in medical image
/// segmentation with convolutional neural networks", eq. 10; the rescaling is that of the
/// implementation which kornia ports.
public struct HausdorffErosionLoss: HausdorffLoss {
  public static let specification = LossSpecification(
    id: "hausdorff-erosion", name: "Hausdorff (erosion)", family: .boundary,
    formula: "mean sum_{k=1..K} k^alpha E_k + lambda Dice, E_0 = (g-p)^2, E_k eroded E_{k-1}",
    source: "Karimi and Salcudean 2019",
    reference: .arXiv("1904.10030"),
    aliases: [
      PeerName(.kornia, "HausdorffERLoss"), PeerName(.kornia, "HausdorffERLoss3D"),
      PeerName(.pywick, "HausdorffERLoss"),
    ],
    edgeCases: "0 at a perfect hard prediction; finite for every mask; grids of one axis are an "
      + "error",
    unseen: "errors of which an erosion leaves nothing, such as single elements and lines",
    parameters: [
      .distanceExponent,
      ParameterSpecification(
        "erosions", default: 10, in: .integer(1, 100), "K, how often to erode"),
      .diceWeight,
    ])

  /// α.
  public let distanceExponent: Double
  /// K.
  public let erosionCount: Int
  public let diceWeight: Double

  public init(parameters: LossParameters) {
    distanceExponent = parameters["alpha"]
    erosionCount = Int(parameters["erosions"])
    diceWeight = parameters["lambda"]
  }

  public func estimate(_ sample: Sample) throws -> Double {
    try erosion(sample).weightedSumOfSquaredErrors(sample)
  }

  public func estimateGradient(_ sample: Sample) throws -> [Double] {
    try erosion(sample).gradientOfSquaredErrors(sample)
  }

  private func erosion(_ sample: Sample) throws(LossError) -> SoftErosion {
    guard sample.grid.rank > 1 else {
      throw .unsupportedSample(
        loss: Self.specification.id,
        reason: "it erodes in two or three dimensions and the grid has one axis; "
          + "leave it out, or use hausdorff-distance-transform")
    }
    let count = Double(sample.keptCount)
    return SoftErosion(
      sample.grid,
      weights: (1...erosionCount).map { .pow(Double($0), distanceExponent) / count },
      scratch: sample.scratch)
  }
}
