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
    let count = sample.erosions(erosions)
    let shares = Shares(
      sample, smoothing: smoothing, prediction: sample.skeletonOfPrediction(erosions: count),
      truth: sample.skeletonOfTruth(erosions: count))
    return 1 - 2 * shares.precision * shares.sensitivity / shares.sum
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let count = sample.erosions(erosions)
    let prediction = SoftSkeleton(
      of: sample.prediction.values, on: sample.grid, erosions: count, keepsLevels: true)
    let truth = sample.skeletonOfTruth(erosions: count)
    let shares = Shares(
      sample, smoothing: smoothing, prediction: prediction.values, truth: truth)
    let precisionSlope = -2 * (shares.sensitivity / shares.sum) * (shares.sensitivity / shares.sum)
    let sensitivitySlope = -2 * (shares.precision / shares.sum) * (shares.precision / shares.sum)
    let predicted = Losses.sum(prediction.values) + smoothing
    let actual = Losses.sum(truth) + smoothing
    var gradient = prediction.pullBack(
      sample.truth.values.map { precisionSlope * ($0 - shares.precision) / predicted })
    for index in gradient.indices { gradient[index] += sensitivitySlope * truth[index] / actual }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  public func caution(_ sample: Sample) -> String? { sample.caution(erosions: erosions) }
}

/// How much of each skeleton is inside the other map.
private struct Shares {
  /// T_p.
  let precision: Double
  /// T_g.
  let sensitivity: Double

  init(_ sample: Sample, smoothing: Double, prediction: [Double], truth: [Double]) {
    // (Σ s u + S)/(Σ s + S).
    func share(of skeleton: [Double], inside map: ProbabilityMap) -> Double {
      let inside = sumOverElements(skeleton, map.values) { skeleton, value in skeleton * value }
      return (inside + smoothing) / (Losses.sum(skeleton) + smoothing)
    }
    precision = share(of: prediction, inside: sample.truth)
    sensitivity = share(of: truth, inside: sample.prediction)
  }

  /// T_p + T_g.
  var sum: Double { precision + sensitivity }
}
