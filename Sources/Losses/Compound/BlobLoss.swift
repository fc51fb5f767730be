/// The Dice loss of the whole, and the mean Dice loss of each component of the truth apart.
///
///     L = w Dice(p, g) + mean over components c of Dice(p outside the other components, c)
///
/// with the components of g > 1/2, which touch by faces, edges or corners, the weight w ≥ 0 of the
/// whole and smoothing S > 0. Every component counts as much as any other, however small it is. A truth
/// without any has the first part alone.
/// Source: Kofler et al. (2023), "blob loss: instance imbalance aware loss functions for semantic
/// segmentation", eq. 1 and 2, with the weights 2 and 1 of its experiments.
public struct BlobLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "blob", name: "Blob (Dice)", family: .compound,
    formula: "w Dice(p, g) + mean over components c of Dice(p without other components, c)",
    source: "Kofler et al. 2023",
    reference: .arXiv("2205.08209"),
    edgeCases: "0 at a perfect hard prediction; w times the Dice loss for an empty truth",
    parameters: [
      ParameterSpecification(
        "whole-weight", default: 2, in: .closed(0, 1e6), "w, weight of the loss of the whole"),
      .smoothing,
    ])

  /// w.
  public let wholeWeight: Double
  /// The loss of the whole.
  public let dice: DiceLoss

  public init(parameters: LossParameters) {
    wholeWeight = parameters["whole-weight"]
    dice = DiceLoss(smoothing: parameters["smoothing"])
  }

  public func value(_ sample: Sample) -> Double {
    let blobs = Blobs(sample, smoothing: dice.smoothing)
    return wholeWeight * dice.value(sample) + blobs.mean
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let blobs = Blobs(sample, smoothing: dice.smoothing)
    var gradient = dice.gradient(sample).values
    for index in gradient.indices {
      gradient[index] = wholeWeight * gradient[index] + blobs.slope(index)
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}

/// The components of a truth.
private struct TruthComponents: TruthKey { typealias Value = ConnectedComponents }

/// The Dice loss of each component with the others taken out.
private struct Blobs {
  private let labels: [Int32]
  /// (2 TP + S, P + G + S) of each component.
  private var ratios: [(numerator: Double, denominator: Double)]

  init(_ sample: Sample, smoothing: Double) {
    let components = sample.derived(TruthComponents()) {
      ConnectedComponents(of: Mask(sample.truth), connectivity: .full)
    }
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
