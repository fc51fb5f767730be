/// How much the image varies inside and outside of the predicted object, and the length of its
/// contour.
///
///     L = Σ_n mean[(x − c_n)² y_n] + μ Σ_n mean √(|∇y_n|² + ε) + ν CE,  y = {p, 1 − p}
///     c_n = Σ x y_n / (Σ y_n + ε)
///
/// with forward differences divided by the spacing, ε = 1e-7, the cross-entropy CE, and μ, ν ≥ 0;
/// ν = 0 is unsupervised. c_n is constant for the gradient. x is the sample's image, or one made of
/// the truth and Gaussian noise with σ = 0.1 from the sample's seed when there is none.
/// Source: Kim and Ye (2019), "Mumford–Shah loss functional for image segmentation with deep
/// learning", eq. 12 to 14.
public struct LevelSetLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "level-set", name: "Level set (Mumford–Shah)", family: .boundary,
    formula: "sum_n mean[(x-c_n)^2 y_n] + mu sum_n mean sqrt(|grad y_n|^2 + eps) + nu CE, "
      + "y = {p, 1-p}, c_n = sum x y_n / (sum y_n + eps)",
    source: "Kim and Ye 2019",
    reference: .arXiv("1904.02872"),
    edgeCases: "at a perfect hard prediction the variance of the image within object and "
      + "background, plus mu times twice the length of the contour; finite for every mask",
    unseen: "anything of the truth where nu is 0",
    parameters: [
      ParameterSpecification("mu", default: 1e-3, in: .closed(0, 1e6), "weight of the length"),
      ParameterSpecification("nu", default: 1, in: .closed(0, 1e6), "weight of cross-entropy"),
    ])

  /// μ.
  public let lengthWeight: Double
  /// ν.
  public let crossEntropyWeight: Double

  public init(parameters: LossParameters) {
    lengthWeight = parameters["mu"]
    crossEntropyWeight = parameters["nu"]
  }

  public func value(_ sample: Sample) -> Double {
    let (p, x) = (sample.prediction.values, sample.imageValues())
    let centres = Self.centres(p, x)
    let region = sumOverElements(p, x) { p, x in
      let (inside, outside) = (x - centres.inside, x - centres.outside)
      return inside * inside * p + outside * outside * (1 - p)
    }
    let value =
      region / Double(sample.keptCount)
      + 2 * lengthWeight * MeanGradientLength(sample).value(p)
    return crossEntropyWeight == 0
      ? value : value + crossEntropyWeight * crossEntropy.value(sample)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let (p, x) = (sample.prediction.values, sample.imageValues())
    let centres = Self.centres(p, x)
    let share = 1 / Double(sample.keptCount)
    var gradient = x.map { x in
      let (inside, outside) = (x - centres.inside, x - centres.outside)
      return share * (inside * inside - outside * outside)
    }
    MeanGradientLength(sample).addGradient(p, times: 2 * lengthWeight, to: &gradient)
    if crossEntropyWeight != 0 {
      let part = crossEntropy.gradient(sample).values
      for index in gradient.indices { gradient[index] += crossEntropyWeight * part[index] }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// With w = 1 it is the cross-entropy.
  private var crossEntropy: WeightedCrossEntropyLoss {
    WeightedCrossEntropyLoss(foregroundWeight: 1)
  }

  /// c_n: the mean intensities inside and outside of the object.
  private static func centres(
    _ p: [Double], _ x: [Double]
  ) -> (inside: Double, outside: Double) {
    let inside = sum(p)
    let insideIntensity = sumOverElements(p, x) { p, x in p * x }
    let outsideIntensity = sumOverElements(p, x) { p, x in (1 - p) * x }
    return (
      insideIntensity / (inside + probabilityEpsilon),
      outsideIntensity / (Double(p.count) - inside + probabilityEpsilon)
    )
  }
}

extension LevelSetLoss {
  /// Of exclusive classes, n runs over all of them, with the cross-entropy of the softmax.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    guard relation == .exclusive else { return OneVersusRest(self) }
    return SumOverClasses([
      (1, LevelSetOverClasses(loss: self)), (crossEntropyWeight, SoftmaxCrossEntropy()),
    ])
  }
}

extension Sample {
  /// The intensities of the image; when there is none, the truth with Gaussian noise of σ = 0.1, made
  /// from the seed: object 1, background 0.
  package func imageValues() -> [Double] {
    if let image { return image.values }
    return derived(SyntheticImage()) {
      var random = SeededGenerator(seed: seed, purpose: .image)
      return truth.values.map { $0 + 0.1 * random.normal() }
    }
  }
}

private struct SyntheticImage: TruthKey { typealias Value = [Double] }
