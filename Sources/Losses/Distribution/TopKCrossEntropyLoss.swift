/// The mean of the largest cross-entropies of single elements.
///
///     L = mean of the K largest of −[gᵢ ln pᵢ + (1 − gᵢ) ln(1 − pᵢ)],  K = max(1, ⌊k N⌋)
///
/// with k in (0, 1]; logarithms take p clamped to [1e-7, 1 − 1e-7], and the gradient is 0 where the
/// clamp acts. Which elements are among the K is constant for the gradient; of equal ones those with
/// the lowest index are.
/// Source: Wu, Shen and van den Hengel (2016), "Bridging category-level and instance-level semantic
/// image segmentation" (online bootstrapping).
public struct TopKCrossEntropyLoss: Loss {
  public static let specification = LossSpecification(
    id: "top-k-cross-entropy", name: "Top-k cross-entropy", family: .distribution,
    formula: "mean of the max(1, floor(k N)) largest -[g ln p + (1-g) ln(1-p)]",
    source: "Wu et al. 2016",
    edgeCases: "1e-7 at a perfect hard prediction (the clamp); finite for every mask",
    parameters: [.topFraction])

  /// k, the share of the elements that count.
  public let fraction: Double

  public init(parameters: LossParameters) {
    fraction = parameters["fraction"]
  }

  init(fraction: Double) { self.fraction = fraction }

  public func value(_ sample: Sample) -> Double {
    value(sample.prediction.values, sample.truth.values)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    ScalarField(
      unchecked: valueAndGradient(sample.prediction.values, sample.truth.values).gradient,
      on: sample.grid)
  }

  func value<Element: FieldElement>(_ predictions: [Element], _ truths: [Element]) -> Double {
    let term = LogarithmTerm()
    var sum = 0.0
    let count = forEachHardest(predictions, truths) { _, p, g in sum += term.value(p, g) }
    return sum / Double(count)
  }

  func valueAndGradient<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element]
  ) -> (value: Double, gradient: [Element]) {
    let term = LogarithmTerm()
    let share = 1 / Double(hardestCount(of: predictions.count))
    var sum = 0.0
    let gradient = arrayOfLargeField(count: predictions.count) {
      (gradient: UnsafeMutableBufferPointer<Element>) in
      gradient.initialize(repeating: 0)
      forEachHardest(predictions, truths) { index, p, g in
        sum += term.value(p, g)
        gradient[index] = Element(share * term.slope(p, g))
      }
    }
    return (sum * share, gradient)
  }

  /// K.
  private func hardestCount(of count: Int) -> Int {
    max(1, Int((fraction * Double(count)).rounded(.down)))
  }

  /// Calls `body` with index, p and g of each element that counts, and returns how many there are.
  @inline(__always)
  @discardableResult
  private func forEachHardest<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element],
    _ body: (_ index: Int, _ p: Double, _ g: Double) -> Void
  ) -> Int {
    let count = hardestCount(of: predictions.count)
    Self.hardness(predictions, truths).withUnsafeBufferPointer { hardness in
      withBuffers(predictions, truths) { p, g in
        TopSelection(count, of: hardness).forEachIndex(of: hardness) {
          body($0, Double(p.buffer[$0]), Double(g.buffer[$0]))
        }
      }
    }
    return count
  }

  /// Numbers that are ordered as the cross-entropies are.
  private static func hardness<Element: FieldElement>(
    _ predictions: [Element], _ truths: [Element]
  ) -> [Element] {
    let isMask = truths.allSatisfy { $0 == 0 || $0 == 1 }
    guard isMask else { return mapElements(predictions, truths, LogarithmTerm().value) }
    // The less probable the right class, the larger the cross-entropy: no logarithm needed.
    return withBuffers(predictions, truths) { p, g in
      arrayOfPieces(count: p.count) { range, hardness in
        for (position, index) in range.enumerated() {
          let q = clamped(Double(p.buffer[index]))
          hardness[position] = Element(g.buffer[index] == 1 ? -q : q - 1)
        }
      }
    }
  }
}

extension ParameterSpecification {
  /// k of the losses that look at the hardest elements.
  static let topFraction = ParameterSpecification(
    "fraction", default: 0.1, in: .openBelow(0, 1), "k, the share of the elements that count")
}
