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

  public func value(_ sample: Sample) -> Double { sums(of: [sample]).loss }

  public func gradient(_ sample: Sample) -> ScalarField { gradient(sample, within: nil) }

  /// The sums of skeletons over several samples.
  func sums(of samples: [Sample]) -> SkeletonSums {
    samples.reduce(into: SkeletonSums(smoothing: smoothing)) { sums, sample in
      let count = sample.erosions(erosions)
      sums.add(
        sample, prediction: sample.skeletonOfPrediction(erosions: count),
        truth: sample.skeletonOfTruth(erosions: count))
    }
  }

  /// The gradient of the loss of several samples, whose sums these are, in one of them; `nil` where there is
  /// no other.
  func gradient(_ sample: Sample, within all: SkeletonSums?) -> ScalarField {
    let count = sample.erosions(erosions)
    let prediction = SoftSkeleton(
      of: sample.prediction.values, on: sample.grid, erosions: count, keepsLevels: true)
    let truth = sample.skeletonOfTruth(erosions: count)
    var sums = SkeletonSums(smoothing: smoothing)
    if let all {
      sums = all
    } else {
      sums.add(sample, prediction: prediction.values, truth: truth)
    }
    let (precision, ofPrecision) = (sums.precision, sums.precisionSlope)
    var gradient = prediction.pullBack(sample.truth.values.map { ofPrecision * ($0 - precision) })
    let ofSensitivity = sums.sensitivitySlope
    for index in gradient.indices { gradient[index] += ofSensitivity * truth[index] }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  public func caution(_ sample: Sample) -> String? { sample.caution(erosions: erosions) }

  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    CenterlineDiceOverClasses(loss: self)
  }
}
