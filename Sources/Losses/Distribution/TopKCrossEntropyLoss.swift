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
    let term = LogarithmTerm()
    var sum = 0.0
    let count = forEachHardest(sample) { _, p, g in sum += term.value(p, g) }
    return sum / Double(count)
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let term = LogarithmTerm()
    var gradient = [Double](repeating: 0, count: sample.grid.count)
    let share = 1 / Double(hardestCount(sample))
    forEachHardest(sample) { index, p, g in gradient[index] = share * term.slope(p, g) }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  /// K.
  private func hardestCount(_ sample: Sample) -> Int {
    max(1, Int((fraction * Double(sample.grid.count)).rounded(.down)))
  }

  /// Calls `body` with index, p and g of each element that counts, and returns how many there are.
  @inline(__always)
  @discardableResult
  private func forEachHardest(
    _ sample: Sample, _ body: (_ index: Int, _ p: Double, _ g: Double) -> Void
  ) -> Int {
    let (count, hardest) = (sample.grid.count, hardestCount(sample))
    sample.prediction.values.withUnsafeBufferPointer { p in
      sample.truth.values.withUnsafeBufferPointer { g in
        if g.allSatisfy({ $0 == 0 || $0 == 1 }) {
          // The less probable the right class, the larger the cross-entropy: no logarithm needed.
          Self.select(hardest, of: count) { index in
            g[index] == 1 ? -clamped(p[index]) : clamped(p[index]) - 1
          } body: {
            body($0, p[$0], g[$0])
          }
        } else {
          let terms = mapElements(
            sample.prediction.values, sample.truth.values, LogarithmTerm().value)
          terms.withUnsafeBufferPointer { terms in
            Self.select(hardest, of: count) {
              terms[$0]
            } body: {
              body($0, p[$0], g[$0])
            }
          }
        }
      }
    }
    return hardest
  }

  @inline(__always)
  private static func select(
    _ hardest: Int, of count: Int, _ value: (Int) -> Double, body: (Int) -> Void
  ) {
    TopSelection(hardest, of: count, value).forEachIndex(of: count, value, body)
  }
}

extension ParameterSpecification {
  /// k of the losses that look at the hardest elements.
  static let topFraction = ParameterSpecification(
    "fraction", default: 0.1, in: .openBelow(0, 1), "k, the share of the elements that count")
}
