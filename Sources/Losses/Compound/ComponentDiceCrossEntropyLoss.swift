/// The mean over the components of the truth of Dice loss and cross-entropy in the component's cell.
///
///     L = mean over components of [1 − (2 TP + S)/(P + G + S) + mean CE]
///
/// with sums and means over the elements that are nearer to the component than to others, S > 0, and
/// CE = −[g ln p + (1−g) ln(1−p)] with p clamped to [1e-7, 1 − 1e-7]. Components of g > 1/2 touch by
/// faces, edges or corners; distances are in the unit of the spacing, and of equally near components
/// the first has the element. A truth without any is one cell. Any loss may take the place of the sum in
/// brackets: one that looks at places sees the elements outside of the cell as background in prediction
/// and truth, and takes means over the cell.
/// Source: Bouteille et al. (2025), "Learning to look closer: a new instance-wise loss for small cerebral
/// lesion segmentation" (CC-DiceCE).
public struct ComponentDiceCrossEntropyLoss: WrappingLoss {
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

  public static let wrapperName = "Mean over components"
  public static let wrapperFormula = "mean over components of L in the component's cell"
  public static let wrapperParameters: [ParameterSpecification] = []

  /// The loss of each cell.
  public var inner: any Loss

  public init(parameters: LossParameters) {
    self.init(
      of: DiceCrossEntropyLoss(smoothing: parameters["smoothing"]), parameters: parameters)
  }

  public init(of inner: any Loss, parameters: LossParameters) {
    self.inner = inner
  }

  public func value(_ sample: Sample) throws -> Double {
    let cells = TruthCells(sample)
    let values = try cells.elements.map { try inner.value(cells.sample(of: $0, inner)) }
    return values.reduce(0, +) / Double(values.count)
  }

  public func gradient(_ sample: Sample) throws -> ScalarField {
    let cells = TruthCells(sample)
    var gradient = [Double](repeating: 0, count: sample.grid.count)
    for elements in cells.elements {
      let part = try inner.gradient(cells.sample(of: elements, inner)).values
      for (position, index) in elements.enumerated() {
        gradient[index] =
          part[inner.looksAtPlaces ? index : position] / Double(cells.elements.count)
      }
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  public func caution(_ sample: Sample) -> String? { inner.caution(sample) }
}

/// The cells of a sample: which elements are nearer to a component of its truth than to the others.
private struct TruthCells {
  private let whole: Sample
  /// The elements of each cell in row-major order, without ignored ones.
  let elements: [[Int]]

  private struct Elements: TruthKey { typealias Value = [[Int]] }

  init(_ sample: Sample) {
    whole = sample
    elements = sample.derived(Elements()) {
      let labels = ComponentCells(of: Mask(sample.truth)).labels
      var sizes = [Int](repeating: 0, count: max(1, Int(labels.max() ?? 0)))
      for label in labels { sizes[max(0, Int(label) - 1)] += 1 }
      // Arrays that grow would take twice the memory.
      var elements = sizes.map { size in
        var elements: [Int] = []
        elements.reserveCapacity(size)
        return elements
      }
      for (index, label) in labels.enumerated() where sample.ignored?.elements[index] != true {
        elements[max(0, Int(label) - 1)].append(index)
      }
      return elements
    }
  }

  /// What a loss sees of a cell.
  func sample(of cell: [Int], _ loss: any Loss) throws -> Sample {
    guard elements.count > 1 || whole.ignored != nil else { return whole }
    let (p, g) = (whole.prediction.values, whole.truth.values)
    guard loss.looksAtPlaces else {
      let grid = try Grid(shape: [cell.count])
      return try Sample(
        prediction: ProbabilityMap(unchecked: cell.map { p[$0] }, on: grid),
        truth: ProbabilityMap(unchecked: cell.map { g[$0] }, on: grid), seed: whole.seed)
    }
    guard elements.count > 1 else { return whole }
    var outside = [Bool](repeating: true, count: whole.grid.count)
    for index in cell { outside[index] = false }
    func inside(_ map: ProbabilityMap) -> ProbabilityMap {
      ProbabilityMap(
        unchecked: zip(map.values, outside).map { $1 ? 0 : $0 }, on: whole.grid)
    }
    return try Sample(
      prediction: inside(whole.prediction), truth: inside(whole.truth), image: whole.image,
      secondPrediction: whole.secondPrediction.map(inside), seed: whole.seed
    ).ignoring(Mask(unchecked: outside, on: whole.grid))
  }
}
