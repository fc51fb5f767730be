/// One minus the Dice coefficient over all classes at once, weighted by their volumes.
///
///     L = 1 − (2 Σ_k w_k TP_k + S_n) / (Σ_k w_k (P_k + G_k) + S_d)
///
/// over the classes that count, with the weights of ``VolumeWeighting`` and S_n = S_d = 1e-7 unless told
/// otherwise. It has one value for all classes.
/// Source: Sudre et al. (2017), "Generalised Dice overlap", section 2.1; absent classes as in MONAI.
public struct GeneralisedDice: GroupedClassLoss {
  /// How classes are weighted.
  public let weighting: VolumeWeighting
  /// S_n.
  public let numeratorSmoothing: Double
  /// S_d.
  public let denominatorSmoothing: Double

  init() {
    weighting = .inverseSquare
    (numeratorSmoothing, denominatorSmoothing) = (probabilityEpsilon, probabilityEpsilon)
  }

  /// Generalised Dice with a weighting and smoothings of its own.
  ///
  /// - Throws: ``ClassError/parameter(_:_:expected:)`` for S_n < 0 or S_d ≤ 0.
  public init(
    _ weighting: VolumeWeighting = .inverseSquare,
    numeratorSmoothing: Double, denominatorSmoothing: Double
  ) throws(ClassError) {
    guard numeratorSmoothing >= 0, numeratorSmoothing.isFinite else {
      throw .parameter(
        "the smoothing of the numerator", numeratorSmoothing, expected: "a number of at least 0")
    }
    guard denominatorSmoothing > 0, denominatorSmoothing.isFinite else {
      throw .parameter(
        "the smoothing of the denominator", denominatorSmoothing, expected: "a number over 0")
    }
    self.weighting = weighting
    self.numeratorSmoothing = numeratorSmoothing
    self.denominatorSmoothing = denominatorSmoothing
  }

  public func columns(_ counted: [Int]) -> [Int]? { nil }

  public func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) -> [Double] {
    let ratio = ratio(group, counted)
    return [1 - ratio.numerator / ratio.denominator]
  }

  public func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) -> ClassSlopes {
    let ratio = ratio(group, counted)
    let value = ratio.numerator / ratio.denominator
    var slopes = group.probabilities.map { [Double](repeating: 0, count: $0.count) }
    for (number, weight) in zip(counted, ratio.weights) {
      let share = factors[0] * weight / ratio.denominator
      slopes[number] = group.truths[number].map { share * (value - 2 * $0) }
    }
    return ClassSlopes(probabilities: slopes)
  }

  private func ratio(
    _ group: ClassGroup, _ counted: [Int]
  ) -> (numerator: Double, denominator: Double, weights: [Double]) {
    let sums = counted.map { OverlapSums(group.probabilities[$0], group.truths[$0]) }
    let weights = weighting.weights(of: sums.map(\.truth))
    var (numerator, denominator) = (numeratorSmoothing, denominatorSmoothing)
    for (sums, weight) in zip(sums, weights) {
      numerator += 2 * weight * sums.truePositives
      denominator += weight * (sums.prediction + sums.truth)
    }
    return (numerator, denominator, weights)
  }
}
