/// The mean of the largest cross-entropies of single elements.
///
///     L = mean of the K largest of −[gᵢ ln pᵢ + (1 − gᵢ) ln(1 − pᵢ)],  K = max(1, ⌊k N⌋)
///
/// with k in (0, 1]; logarithms take p clamped to [1e-7, 1 − 1e-7], and the gradient is 0 where the
/// clamp acts. Which elements are among the K is constant for the gradient; of equal ones those with
/// the lowest index are.
/// Source: Wu, Shen and van den Hengel (2016), "Bridging category-level and instance-level semantic
/// image segmentation" (online bootstrapping).
public struct TopKCrossEntropyLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "top-k-cross-entropy", name: "Top-k cross-entropy", family: .distribution,
    formula: "mean of the max(1, floor(k N)) largest -[g ln p + (1-g) ln(1-p)]",
    source: "Wu et al. 2016",
    reference: .arXiv("1605.06885"),
    aliases: [PeerName(.nnUNet, "TopKLoss"), PeerName(.segLossOdyssey, "TopKLoss")],
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    unseen: "all but the share k of the elements with the largest cross-entropy",
    parameters: [.topFraction])

  /// k, the share of the elements that count.
  public let fraction: Double

  public init(parameters: LossParameters) {
    fraction = parameters["fraction"]
  }

  package init(fraction: Double) { self.fraction = fraction }

  public var looksAtPlaces: Bool { false }

  public func value(_ sample: Sample) -> Double {
    value(sample.prediction.values, sample.truth.values)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    ScalarField(
      unchecked: valueAndGradient(sample.prediction.values, sample.truth.values).gradient,
      on: sample.grid)
  }

  package func value<Element: FieldElement>(_ predictions: [Element], _ truths: [Element]) -> Double
  {
    let count = hardestCount(of: predictions.count)
    return withBuffers(predictions, truths) { p, g in
      HardestElements(count, p, g).sum / Double(count)
    }
  }

  package func valueAndGradient<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element]
  ) -> (value: Double, gradient: [Element]) {
    let count = hardestCount(of: predictions.count)
    return withBuffers(predictions, truths) { p, g in
      let hardest = HardestElements(count, p, g)
      return (hardest.sum / Double(count), hardest.slopes(p, g, times: 1 / Double(count)))
    }
  }

  /// K.
  private func hardestCount(of count: Int) -> Int {
    max(1, Int((fraction * Double(count)).rounded(.down)))
  }
}

extension ParameterSpecification {
  /// k of the losses that look at the hardest elements.
  static let topFraction = ParameterSpecification(
    "fraction", default: 0.1, in: .openBelow(0, 1), "k, the share of the elements that count")
}

extension TopKCrossEntropyLoss: SinglePrecisionLoss {
  public func value(_ sample: SinglePrecisionSample) -> Double {
    value(sample.prediction, sample.truth)
  }

  public func valueAndGradient(
    _ sample: SinglePrecisionSample
  ) -> (value: Double, gradient: [Float]) {
    valueAndGradient(sample.prediction, sample.truth)
  }
}

extension TopKCrossEntropyLoss {
  /// Of exclusive classes, it looks at the probability of the right one.
  public func overClasses(_ relation: ClassRelation) -> any ClassLoss {
    relation == .exclusive ? RightClassLoss(self) : OneVersusRest(self)
  }
}
