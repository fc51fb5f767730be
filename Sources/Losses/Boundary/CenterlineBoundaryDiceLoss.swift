/// clDice with skeletons and insides weighted by the radius of the object.
///
///     L = 1 − 2 T_p T_g / (T_p + T_g)
///     T_p = (Σ q_p d_g + S) / (Σ c(r_p, r_g) q_p + S),  T_g = (Σ q_g d_p + S) / (Σ c(r_g, r_p) q_g + S)
///
/// For each of the masks p > 1/2 and g > 1/2 with the distance e to its background (in elements, 0
/// outside), its skeleton, and the largest e on the skeleton R (at least 1): inside, d = min(e, R)/R; on
/// the skeleton, r = e/R and the weight of thin parts q = ((R − e + 1)/R)^(rank − 1), 1 in one
/// dimension. Those of the prediction are times p, those of the truth are not. c(a, b) is b, but a where
/// b is 0. Skeletons are soft ones of the masks after k erosions. All but the factor p is
/// constant for the gradient; S > 0. T_p and T_g are not bounded by 1, so that L may be below 0.
/// Source: Shi et al. (2024), "Centerline boundary Dice loss for vascular segmentation"; weights as in
/// the authors' code, which fixes k at 10 and returns −2 T_p T_g/(T_p + T_g).
public struct CenterlineBoundaryDiceLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "centerline-boundary-dice", name: "Centerline boundary Dice", family: .boundary,
    formula: "1 - 2 T_p T_g / (T_p + T_g), T_p = (sum q_p d_g + S) / (sum c(r_p, r_g) q_p + S), "
      + "T_g = (sum q_g d_p + S) / (sum c(r_g, r_p) q_g + S)",
    source: "Shi et al. 2024",
    reference: .arXiv("2407.01517"),
    edgeCases: "0 at a perfect hard prediction, though not always the least; finite for every mask",
    unseen: "by how much a prediction is over or under 1/2, but on the skeleton of the "
      + "predicted mask",
    parameters: [.erosions, .smoothing])

  /// k; 0 takes it from the masks.
  public let erosions: Int
  /// S, added to numerators and denominators.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    erosions = Int(parameters["erosions"])
    smoothing = parameters["smoothing"]
  }

  public func caution(_ sample: Sample) -> String? { sample.caution(erosions: erosions) }

  public func value(_ sample: Sample) -> Double {
    let (precision, sensitivity) = parts(sample)
    return 1 - 2 * precision.value * sensitivity.value / (precision.value + sensitivity.value)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let (precision, sensitivity) = parts(sample)
    let sum = precision.value + sensitivity.value
    let precisionSlope = -2 * (sensitivity.value / sum) * (sensitivity.value / sum)
    let sensitivitySlope = -2 * (precision.value / sum) * (precision.value / sum)
    var gradient = [Double](repeating: 0, count: sample.grid.count)
    for (share, factor) in [(precision, precisionSlope), (sensitivity, sensitivitySlope)] {
      for element in share.elements { gradient[element.index] += factor * share.slope(element) }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// T_p and T_g.
  private func parts(_ sample: Sample) -> (WeightedShare, WeightedShare) {
    let p = sample.prediction.values
    let count = sample.erosions(erosions)
    let prediction = RadiusWeights(Mask(sample.prediction), erosions: count)
    let ofTruth = sample.erosionsOfTruthMask(count)
    let truth = sample.derived(TruthRadiusWeights(erosions: ofTruth)) {
      RadiusWeights(Mask(sample.truth), erosions: ofTruth)
    }
    // Where the radius of the truth is 0, that of the prediction counts, which has the factor p.
    let precision = prediction.skeleton.map { index in
      let (radius, thinness) = (truth.radius(index), prediction.thinness(index))
      return WeightedShare.Element(
        index: index, prediction: p[index], numeratorFactor: thinness * truth.inside(index),
        denominatorFactor: radius * thinness,
        squareFactor: radius == 0 ? prediction.radius(index) * thinness : 0, constant: 0)
    }
    let sensitivity = truth.skeleton.map { index in
      let (radius, thinness) = (prediction.radius(index), truth.thinness(index))
      let hasRadius = radius * p[index] != 0
      return WeightedShare.Element(
        index: index, prediction: p[index],
        numeratorFactor: thinness * prediction.inside(index),
        denominatorFactor: hasRadius ? radius * thinness : 0, squareFactor: 0,
        constant: hasRadius ? 0 : truth.radius(index) * thinness)
    }
    return (
      WeightedShare(elements: precision, smoothing: smoothing),
      WeightedShare(elements: sensitivity, smoothing: smoothing)
    )
  }
}

/// (Σ a p + S) / (Σ (b p + c p² + C) + S) over the elements of a skeleton.
private struct WeightedShare {
  struct Element {
    let index: Int
    let prediction: Double
    /// a.
    let numeratorFactor: Double
    /// b.
    let denominatorFactor: Double
    /// c.
    let squareFactor: Double
    /// C.
    let constant: Double
  }

  let elements: [Element]
  private let numerator: Double
  private let denominator: Double

  init(elements: [Element], smoothing: Double) {
    self.elements = elements
    numerator = elements.reduce(smoothing) { $0 + $1.numeratorFactor * $1.prediction }
    denominator = elements.reduce(smoothing) { sum, element in
      let linear = element.denominatorFactor + element.squareFactor * element.prediction
      return sum + element.constant + linear * element.prediction
    }
  }

  var value: Double { numerator / denominator }

  /// The derivative with respect to the prediction of an element.
  func slope(_ element: Element) -> Double {
    let ofDenominator = element.denominatorFactor + 2 * element.squareFactor * element.prediction
    return (element.numeratorFactor - value * ofDenominator) / denominator
  }
}

/// What ``CenterlineBoundaryDiceLoss`` takes from a mask.
private struct RadiusWeights: Sendable {
  /// The elements on the skeleton.
  let skeleton: [Int]
  /// e of each element.
  private let depths: [Double]
  private let isOnSkeleton: [Bool]
  /// R.
  private let largest: Double
  private let rank: Int

  init(_ mask: Mask, erosions: Int) {
    // A box around the object has the background that is nearest to each of its elements.
    let box = RaisedBox(around: { mask.elements[$0] }, on: mask.grid)
    let grid = box?.grid ?? mask.grid
    let part = Mask(unchecked: box?.part(of: mask.elements) ?? mask.elements, on: grid)
    let isOnSkeleton = SoftSkeleton(
      of: part.elements.map { $0 ? 1 : 0 }, on: grid, erosions: erosions, keepsLevels: false
    ).values.map { $0 > 0.5 }
    let depths = part.depthsInElements()
    largest = zip(depths, isOnSkeleton).reduce(1) { $1.1 ? max($0, $1.0) : $0 }
    self.depths = box?.field(of: depths, elsewhere: 0) ?? depths
    self.isOnSkeleton = box?.field(of: isOnSkeleton, elsewhere: false) ?? isOnSkeleton
    let places = zip(self.isOnSkeleton, self.depths).enumerated().lazy
    skeleton = places.filter { $0.element.0 && $0.element.1 > 0 }.map(\.offset)
    rank = mask.grid.rank
  }

  /// d of an element.
  func inside(_ index: Int) -> Double { min(depths[index], largest) / largest }

  /// r of an element; 0 outside of the skeleton.
  func radius(_ index: Int) -> Double { isOnSkeleton[index] ? depths[index] / largest : 0 }

  /// q of an element of the skeleton.
  func thinness(_ index: Int) -> Double {
    let share = (largest - radius(index) * largest + 1) / largest
    return rank == 3 ? share * share : rank == 2 ? share : 1
  }
}

/// `RadiusWeights` of a truth after so many erosions.
private struct TruthRadiusWeights: TruthKey {
  typealias Value = RadiusWeights
  let erosions: Int
}

extension Mask {
  /// The distance of each foreground element to the background, in elements whatever the spacing; 0 in
  /// the background and for a full mask.
  fileprivate func depthsInElements() -> [Double] {
    guard let grid = try? Grid(shape: grid.shape) else {
      preconditionFailure("a shape that was valid is valid")
    }
    return Mask(unchecked: elements, on: grid).signedDistance().map { max(0, -$0) }
  }
}
