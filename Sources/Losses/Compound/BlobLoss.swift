/// A loss of the whole, and the mean of the same loss of each component of the truth apart.
///
///     L = w Dice(p, g) + mean over components c of Dice(p outside the other components, c)
///
/// with the components of g > 1/2, which touch by faces, edges or corners, the weight w ≥ 0 of the
/// whole and smoothing S > 0; any loss may take the place of Dice. Every component counts as much as any
/// other, however small it is. A truth without any has the first part alone.
/// Source: Kofler et al. (2023), "blob loss: instance imbalance aware loss functions for semantic
/// segmentation", eq. 1 and 2, with the weights 2 and 1 of its experiments.
public struct BlobLoss: WrappingLoss {
  public static let specification = LossSpecification(
    id: "blob", name: "Blob (Dice)", family: .compound,
    formula: "w Dice(p, g) + mean over components c of Dice(p without other components, c)",
    source: "Kofler et al. 2023",
    reference: .arXiv("2205.08209"),
    edgeCases: "0 at a perfect hard prediction; w times the Dice loss for an empty truth",
    unseen: .emptyTruths, parameters: wrapperParameters + [.smoothing])

  public static let wrapperName = "Blob"
  public static let wrapperFormula =
    "w L(p, g) + mean over components c of L(p without other components, c)"
  public static let wrapperParameters = [
    ParameterSpecification(
      "whole-weight", default: 2, in: .closed(0, 1e6), "w, weight of the loss of the whole")
  ]

  /// w.
  public let wholeWeight: Double
  /// The loss of the whole and of each component.
  public var inner: any Loss

  public init(parameters: LossParameters) {
    self.init(of: DiceLoss(smoothing: parameters["smoothing"]), parameters: parameters)
  }

  public init(of inner: any Loss, parameters: LossParameters) {
    self.inner = inner
    wholeWeight = parameters["whole-weight"]
  }

  public func value(_ sample: Sample) throws -> Double {
    let whole = wholeWeight == 0 ? 0 : wholeWeight * (try inner.value(sample))
    let components = sample.truthComponents
    guard components.count > 0 else { return whole }
    if let dice = inner as? DiceLoss {
      return whole + Blobs(sample, components, smoothing: dice.smoothing).mean
    }
    let sum = try (1...components.count).reduce(0) { sum, number in
      sum + (try inner.value(sample.isolating(number, of: components)))
    }
    return whole + sum / Double(components.count)
  }

  public func gradient(_ sample: Sample) throws -> ScalarField {
    var gradient =
      wholeWeight == 0
      ? [Double](repeating: 0, count: sample.grid.count)
      : try inner.gradient(sample).values.map { wholeWeight * $0 }
    let components = sample.truthComponents
    if let dice = inner as? DiceLoss {
      let blobs = Blobs(sample, components, smoothing: dice.smoothing)
      for index in gradient.indices { gradient[index] += blobs.slope(index) }
      return ScalarField(unchecked: gradient, on: sample.grid)
    }
    for number in 0..<components.count {
      let part = try inner.gradient(sample.isolating(number + 1, of: components)).values
      for (index, label) in components.labels.enumerated()
      where label == 0 || label == number + 1 {
        gradient[index] += part[index] / Double(components.count)
      }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  public func caution(_ sample: Sample) -> String? { inner.caution(sample) }
}

/// The components of a truth.
private struct TruthComponents: TruthKey { typealias Value = ConnectedComponents }

extension Sample {
  /// The components of g > 1/2.
  fileprivate var truthComponents: ConnectedComponents {
    derived(TruthComponents()) {
      ConnectedComponents(of: Mask(truth), connectivity: .full)
    }
  }

  /// One component as the truth, with all predictions in the others taken out.
  fileprivate func isolating(_ number: Int, of components: ConnectedComponents) throws -> Sample {
    func without(_ map: ProbabilityMap) -> ProbabilityMap {
      let kept = zip(map.values, components.labels).map { p, label in
        label == 0 || label == number ? p : 0
      }
      return ProbabilityMap(unchecked: kept, on: grid)
    }
    let component = components.labels.map { $0 == number ? 1.0 : 0 }
    return try Sample(
      prediction: without(prediction), truth: ProbabilityMap(unchecked: component, on: grid),
      image: image, secondPrediction: secondPrediction.map(without), seed: seed
    ).ignoring(ignored)
  }
}

/// The Dice loss of each component with the others taken out, from the sums over all of them.
private struct Blobs {
  private let labels: [Int32]
  /// (2 TP + S, P + G + S) of each component.
  private var ratios: [(numerator: Double, denominator: Double)]

  init(_ sample: Sample, _ components: ConnectedComponents, smoothing: Double) {
    labels = components.labels
    // Σ p over the background, and over each component.
    var predictions = [Double](repeating: 0, count: components.count + 1)
    for (label, p) in zip(labels, sample.prediction.values) { predictions[Int(label)] += p }
    ratios = components.sizes.enumerated().map { number, size in
      (
        2 * predictions[number + 1] + smoothing,
        predictions[0] + predictions[number + 1] + Double(size) + smoothing
      )
    }
    backgroundSlope = ratios.reduce(0) { $0 + $1.numerator / ($1.denominator * $1.denominator) }
  }

  /// Σ over components of the slope with respect to a prediction outside of all.
  private let backgroundSlope: Double

  /// The mean loss; 0 where there is no component.
  var mean: Double {
    guard !ratios.isEmpty else { return 0 }
    return ratios.reduce(0) { $0 + 1 - $1.numerator / $1.denominator } / Double(ratios.count)
  }

  /// The derivative of ``mean`` with respect to the prediction of one element.
  func slope(_ index: Int) -> Double {
    guard !ratios.isEmpty else { return 0 }
    guard labels[index] > 0 else { return backgroundSlope / Double(ratios.count) }
    let (numerator, denominator) = ratios[Int(labels[index]) - 1]
    return (numerator / denominator - 2) / denominator / Double(ratios.count)
  }
}
