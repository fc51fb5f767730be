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
  /// What TP is.
  public let overlap: OverlapForm.Overlap

  init() {
    weighting = .inverseSquare
    (numeratorSmoothing, denominatorSmoothing) = (probabilityEpsilon, probabilityEpsilon)
    overlap = .product
  }

  private init(_ other: GeneralisedDice, _ form: OverlapForm) {
    weighting = form.weighting ?? other.weighting
    numeratorSmoothing = form.numeratorSmoothing ?? other.numeratorSmoothing
    denominatorSmoothing = form.denominatorSmoothing ?? other.denominatorSmoothing
    overlap = form.overlap ?? other.overlap
  }

  /// The loss in another form.
  func written(as form: OverlapForm) -> GeneralisedDice { GeneralisedDice(self, form) }

  /// Generalised Dice with a weighting and smoothings of its own.
  ///
  /// - Throws: ``ClassError/parameter(_:_:expected:)`` for a negative smoothing.
  public init(
    _ weighting: VolumeWeighting = .inverseSquare,
    numeratorSmoothing: Double, denominatorSmoothing: Double
  ) throws(ClassError) {
    self.init(
      GeneralisedDice(),
      try OverlapForm(
        numeratorSmoothing: numeratorSmoothing, denominatorSmoothing: denominatorSmoothing,
        weighting: weighting))
  }

  public func columns(_ counted: [Int]) -> [Int]? { nil }

  public var takesAnyNumbers: Bool { true }

  public func values(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction
  ) -> [Double] {
    let ratio = ratio(group, counted)
    return [1 - ratio.value]
  }

  public func slopes(
    _ group: ClassGroup, _ counted: [Int], _ reduction: ClassReduction, factors: [Double],
    _ target: ClassGradient
  ) -> ClassSlopes {
    let ratio = ratio(group, counted)
    var slopes = group.probabilities.map { [Double](repeating: 0, count: $0.count) }
    guard ratio.denominator != 0 else { return ClassSlopes(probabilities: slopes) }
    for (number, weight) in zip(counted, ratio.weights) {
      let share = factors[0] * weight / ratio.denominator
      let (p, g) = (group.probabilities[number], group.truths[number])
      slopes[number] = zip(p, g).map { p, g in
        share * (ratio.value - 2 * (overlap == .product ? g : minimumSlope(p, g)))
      }
    }
    return ClassSlopes(probabilities: slopes)
  }

  /// The slope of min(p, g), as that of (p + g − abs(p − g))/2.
  private func minimumSlope(_ p: Double, _ g: Double) -> Double { (1 - signum(p - g)) / 2 }

  private struct Ratio {
    var numerator: Double
    var denominator: Double
    let weights: [Double]
    /// 1 where nothing is below the line: nothing was to be found and nothing was.
    var value: Double { denominator == 0 ? 1 : numerator / denominator }
  }

  private func ratio(_ group: ClassGroup, _ counted: [Int]) -> Ratio {
    ratio(
      counted.map { number in
        let (p, g) = (group.probabilities[number], group.truths[number])
        var sums = OverlapSums(p, g)
        if overlap == .minimum { sums.truePositives = zip(p, g).reduce(0) { $0 + min($1.0, $1.1) } }
        return sums
      })
  }

  private func ratio(_ sums: [OverlapSums]) -> Ratio {
    let weights = weighting.weights(of: sums.map(\.truth))
    var ratio = Ratio(
      numerator: numeratorSmoothing, denominator: denominatorSmoothing, weights: weights)
    for (sums, weight) in zip(sums, weights) {
      ratio.numerator += 2 * weight * sums.truePositives
      ratio.denominator += weight * (sums.prediction + sums.truth)
    }
    return ratio
  }
}

extension GeneralisedDice: SoftmaxSumsLoss {
  func needs(_ reduction: ClassReduction) -> SoftmaxNeeds? {
    overlap == .product ? SoftmaxNeeds(overlaps: true) : nil
  }

  func values(_ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction) -> [Double] {
    [1 - ratio(counted.map { sums.overlaps[$0] }).value]
  }

  func slopes(
    _ sums: SoftmaxSums, _ counted: [Int], _ reduction: ClassReduction, factors: [Double]
  ) -> SoftmaxSlopes {
    var slopes = SoftmaxSlopes(classes: sums.terms.count)
    let ratio = ratio(counted.map { sums.overlaps[$0] })
    guard ratio.denominator != 0 else { return slopes }
    for (number, weight) in zip(counted, ratio.weights) {
      let share = factors[0] * weight / ratio.denominator
      slopes.overlaps[number] = OverlapSlopes(
        truePositives: -2 * share, prediction: share * ratio.value)
    }
    return slopes
  }
}
