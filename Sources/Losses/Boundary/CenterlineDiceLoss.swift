/// One minus the harmonic mean of how much of each skeleton is inside the other map.
///
///     L = 1 − 2 T_p T_g / (T_p + T_g)
///     T_p = (Σ s(p) g + S)/(Σ s(p) + S),  T_g = (Σ s(g) p + S)/(Σ s(g) + S)
///
/// with the soft skeleton s after k erosions, in elements whatever the spacing, and smoothing S > 0.
/// k reaches as deep as the thicker of truth and prediction unless it is given; it is constant for the
/// gradient. A given k that is smaller than an object is deep finds no skeleton in it: value and
/// gradient are then 0, as with the 3 of MONAI on discs of radius 4 and more.
/// Source: Shit et al. (2021), "clDice: a novel topology-preserving loss function for tubular structure
/// segmentation", eq. 1 to 3.
public struct CenterlineDiceLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "cl-dice", name: "clDice", family: .boundary,
    formula: "1 - 2 T_p T_g / (T_p + T_g), T_p = (sum s(p) g + S) / (sum s(p) + S), "
      + "T_g = (sum s(g) p + S) / (sum s(g) + S), s the soft skeleton after k erosions",
    source: "Shit et al. 2021",
    reference: .arXiv("2003.07311"),
    aliases: [PeerName(.monai, "SoftclDiceLoss")],
    edgeCases: "0 at a perfect hard prediction; 0 with gradient 0 on every object that is deeper "
      + "than a given k; finite for every mask",
    unseen: "everything where the truth is full; how wide an object is: skeletons alone "
      + "count; with given erosions that are too few anything of a thick object, where value and "
      + "gradient are 0",
    parameters: [.erosions, .smoothing])

  /// k; 0 takes it from the masks.
  public let erosions: Int
  /// S, added to numerators and denominators.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    erosions = Int(parameters["erosions"])
    smoothing = parameters["smoothing"]
  }

  public func value(_ sample: Sample) -> Double {
    let parts = parts(sample, forGradient: false)
    return 1 - 2 * parts.precision * parts.sensitivity / (parts.precision + parts.sensitivity)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let parts = parts(sample, forGradient: true)
    let sum = parts.precision + parts.sensitivity
    let precisionSlope = -2 * (parts.sensitivity / sum) * (parts.sensitivity / sum)
    let sensitivitySlope = -2 * (parts.precision / sum) * (parts.precision / sum)
    let predicted = Losses.sum(parts.prediction.values) + smoothing
    let actual = Losses.sum(parts.truth) + smoothing
    var gradient = parts.prediction.pullBack(
      sample.truth.values.map { precisionSlope * ($0 - parts.precision) / predicted })
    for index in gradient.indices {
      gradient[index] += sensitivitySlope * parts.truth[index] / actual
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  public func caution(_ sample: Sample) -> String? { sample.caution(erosions: erosions) }

  /// The skeletons, T_p and T_g.
  private func parts(
    _ sample: Sample, forGradient: Bool
  ) -> (prediction: SoftSkeleton, truth: [Double], precision: Double, sensitivity: Double) {
    let count = sample.erosions(erosions)
    let (p, g) = (sample.prediction.values, sample.truth.values)
    let prediction = SoftSkeleton(
      of: p, on: sample.grid, erosions: count, keepsLevels: forGradient)
    let truth = sample.skeletonOfTruth(erosions: count)
    return (prediction, truth, share(of: prediction.values, inside: g), share(of: truth, inside: p))
  }

  /// (Σ s u + S)/(Σ s + S).
  private func share(of skeleton: [Double], inside map: [Double]) -> Double {
    let inside = sumOverElements(skeleton, map) { skeleton, value in skeleton * value }
    return (inside + smoothing) / (Losses.sum(skeleton) + smoothing)
  }
}
