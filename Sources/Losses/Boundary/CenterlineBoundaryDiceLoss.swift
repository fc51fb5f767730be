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
    let gradient = mapIndices(sample.grid.count) { index in
      precisionSlope * precision.slope(index) + sensitivitySlope * sensitivity.slope(index)
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
    let indices = p.indices
    // Where the radius of the truth is 0, that of the prediction counts, which has the factor p.
    let precision = WeightedShare(
      numeratorFactors: indices.map { prediction.thinness[$0] * truth.inside[$0] },
      denominatorFactors: indices.map { index in
        truth.radii[index] * prediction.thinness[index]
      },
      squareFactors: indices.map { index in
        truth.radii[index] == 0 ? prediction.radii[index] * prediction.thinness[index] : 0
      },
      constant: 0, smoothing: smoothing, predictions: p)
    let hasRadius = indices.map { prediction.radii[$0] * p[$0] != 0 }
    let sensitivity = WeightedShare(
      numeratorFactors: indices.map { truth.thinness[$0] * prediction.inside[$0] },
      denominatorFactors: indices.map { index in
        hasRadius[index] ? prediction.radii[index] * truth.thinness[index] : 0
      },
      squareFactors: [],
      constant: indices.reduce(0) { sum, index in
        hasRadius[index] ? sum : sum + truth.radii[index] * truth.thinness[index]
      },
      smoothing: smoothing, predictions: p)
    return (precision, sensitivity)
  }
}

/// (Σ a p + S) / (Σ b p + Σ c p² + C + S).
private struct WeightedShare {
  let numeratorFactors: [Double]
  let denominatorFactors: [Double]
  /// c; none for zeros.
  let squareFactors: [Double]
  let predictions: [Double]
  private let numerator: Double
  private let denominator: Double

  init(
    numeratorFactors: [Double], denominatorFactors: [Double], squareFactors: [Double],
    constant: Double, smoothing: Double, predictions: [Double]
  ) {
    self.numeratorFactors = numeratorFactors
    self.denominatorFactors = denominatorFactors
    self.squareFactors = squareFactors
    self.predictions = predictions
    numerator = smoothing + sumOverElements(numeratorFactors, predictions) { $0 * $1 }
    let linear = sumOverElements(denominatorFactors, predictions) { $0 * $1 }
    let squares =
      squareFactors.isEmpty ? 0 : sumOverElements(squareFactors, predictions) { $0 * $1 * $1 }
    denominator = smoothing + constant + linear + squares
  }

  var value: Double { numerator / denominator }

  /// The derivative with respect to the prediction of one element.
  func slope(_ index: Int) -> Double {
    let square = squareFactors.isEmpty ? 0 : 2 * squareFactors[index] * predictions[index]
    return (numeratorFactors[index] - value * (denominatorFactors[index] + square)) / denominator
  }
}

/// What ``CenterlineBoundaryDiceLoss`` takes from a mask.
private struct RadiusWeights: Sendable {
  /// d of each element.
  let inside: [Double]
  /// r of each element.
  let radii: [Double]
  /// q of each element.
  let thinness: [Double]

  init(_ mask: Mask, erosions: Int) {
    let field = mask.elements.map { $0 ? 1.0 : 0 }
    let skeleton = SoftSkeleton(
      of: field, on: mask.grid, erosions: erosions, keepsLevels: false
    ).values
    let depths = mask.depthsInElements()
    let largest = zip(depths, skeleton).reduce(1) { $1.1 > 0.5 ? max($0, $1.0) : $0 }
    inside = depths.map { min($0, largest) / largest }
    radii = zip(depths, skeleton).map { $1 > 0.5 ? $0 / largest : 0 }
    thinness = zip(depths, skeleton).map { depth, skeleton in
      guard skeleton > 0.5 else { return 0 }
      let share = (largest - depth + 1) / largest
      return mask.grid.rank == 3 ? share * share : mask.grid.rank == 2 ? share : 1
    }
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
    guard let grid = try? Grid(shape: grid.shape), let mask = try? Mask(elements, on: grid) else {
      preconditionFailure("a shape that was valid is valid")
    }
    return mask.signedDistance().map { max(0, -$0) }
  }
}
