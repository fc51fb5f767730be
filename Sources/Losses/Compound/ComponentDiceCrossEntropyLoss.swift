/// The mean over the components of the truth of Dice loss and cross-entropy in the component's cell.
///
///     L = mean over components of [1 − (2 TP + S)/(P + G + S) + mean CE]
///
/// with sums and means over the elements that are nearer to the component than to others, S > 0, and
/// CE = −[g ln p + (1−g) ln(1−p)] with p clamped to [1e-7, 1 − 1e-7]. Components of g > 1/2 touch by
/// faces, edges or corners; distances are in the unit of the spacing, and of equally near components
/// the first has the element. A truth without any is one cell.
/// Source: Bouteille et al. (2025), "Learning to look closer: a new instance-wise loss for small cerebral
/// lesion segmentation" (CC-DiceCE).
public struct ComponentDiceCrossEntropyLoss: ParameterisedLoss {
  public static let specification = LossSpecification(
    id: "component-dice-cross-entropy", name: "Dice + cross-entropy of components",
    family: .compound,
    formula:
      "mean over components of 1 - (2 TP + S) / (P + G + S) + mean CE in the component's cell",
    source: "Bouteille et al. 2025",
    reference: .arXiv("2511.17146"),
    edgeCases:
      "1e-7 at a perfect hard prediction (the clamp); Dice + cross-entropy for a truth with "
      + "one component or none",
    parameters: [.smoothing])

  /// S, added to numerator and denominator.
  public let smoothing: Double

  public init(parameters: LossParameters) {
    smoothing = parameters["smoothing"]
  }

  public func value(_ sample: Sample) -> Double {
    let sums = sums(sample, labels(sample))
    let total = sums.reduce(0) { total, cell in
      total + 1 - cell.numerator / cell.denominator + cell.crossEntropy / cell.count
    }
    return total / Double(sums.count)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let labels = labels(sample)
    let sums = sums(sample, labels)
    let (p, g) = (sample.prediction.values, sample.truth.values)
    let gradient = mapIndices(sample.grid.count) { index in
      let cell = sums[labels[index]]
      let dice = (cell.numerator / cell.denominator - 2 * g[index]) / cell.denominator
      let slope = LogarithmTerm().slope(p[index], g[index]) / cell.count
      return (dice + slope) / Double(sums.count)
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// The number of each element's cell, from 0 on.
  private func labels(_ sample: Sample) -> [Int] {
    sample.derived(CellLabels()) {
      ComponentCells(of: Mask(sample.truth)).labels.map { max(0, Int($0) - 1) }
    }
  }

  /// The cells of a truth.
  private struct CellLabels: TruthKey { typealias Value = [Int] }

  /// What is summed over a cell.
  private struct Sums {
    /// 2 TP + S.
    var numerator: Double
    /// P + G + S.
    var denominator: Double
    var crossEntropy = 0.0
    var count = 0.0
  }

  private func sums(_ sample: Sample, _ labels: [Int]) -> [Sums] {
    let empty = Sums(numerator: smoothing, denominator: smoothing)
    var sums = [Sums](repeating: empty, count: 1 + (labels.max() ?? 0))
    for (index, label) in labels.enumerated() {
      let (p, g) = (sample.prediction.values[index], sample.truth.values[index])
      sums[label].numerator += 2 * p * g
      sums[label].denominator += p + g
      sums[label].crossEntropy += LogarithmTerm().value(p, g)
      sums[label].count += 1
    }
    return sums
  }
}
