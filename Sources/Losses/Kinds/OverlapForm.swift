/// How overlap losses are written, where packages let that be chosen: what is added to their ratio, what
/// TP is of a soft truth, and how generalised Dice weighs classes.
///
/// What is left out stays as a loss has it.
public struct OverlapForm: Hashable, Sendable {
  /// What TP is.
  public enum Overlap: String, Codable, CaseIterable, Sendable {
    /// Σ p g.
    case product
    /// Σ min(p, g) = (P + G − Σ abs(p − g))/2, which is the same where the truth is 0 or 1, and which is
    /// largest at p = g where it is soft (Wang et al. 2023, arXiv:2303.16296; MONAI's `soft_label`).
    case minimum
  }

  /// S_n ≥ 0, added to the numerator.
  public let numeratorSmoothing: Double?
  /// S_d ≥ 0, added to the denominator. Where it is 0 and nothing is left below the line, because the
  /// truth and the prediction are empty, the ratio is 1: nothing was to be found and nothing was.
  public let denominatorSmoothing: Double?
  /// What TP is.
  public let overlap: Overlap?
  /// How generalised Dice weighs a class by its volume; generalised Wasserstein Dice knows the inverse.
  public let weighting: VolumeWeighting?

  /// Collects what is chosen.
  ///
  /// - Throws: ``ClassError/parameter(_:_:expected:)`` for a smoothing that is negative or not finite.
  public init(
    numeratorSmoothing: Double? = nil, denominatorSmoothing: Double? = nil,
    overlap: Overlap? = nil, weighting: VolumeWeighting? = nil
  ) throws(ClassError) {
    for (name, value) in [
      ("the smoothing of the numerator", numeratorSmoothing),
      ("the smoothing of the denominator", denominatorSmoothing),
    ] {
      guard let value, !(value >= 0 && value.isFinite) else { continue }
      throw .parameter(name, value, expected: "a finite number of at least 0")
    }
    self.numeratorSmoothing = numeratorSmoothing
    self.denominatorSmoothing = denominatorSmoothing
    self.overlap = overlap
    self.weighting = weighting
  }

  /// Whether nothing is chosen.
  public var isEmpty: Bool {
    numeratorSmoothing == nil && denominatorSmoothing == nil && overlap == nil && weighting == nil
  }
}

/// An overlap loss that adds a smoothing S to the numerator and to the denominator of its ratio.
public protocol SmoothedRatioLoss: OverlapRatioLoss {
  /// S.
  var smoothing: Double { get }
}

extension SmoothedRatioLoss {
  /// Its ratio with other smoothings, and another TP. It weighs no classes by their volume.
  public func written(as form: OverlapForm) -> (any Loss)? {
    form.weighting == nil ? WrittenRatio(loss: self, form: form) : nil
  }
}

/// A loss of a ratio in another form.
private struct WrittenRatio: Loss {
  let loss: any SmoothedRatioLoss
  let form: OverlapForm

  var looksAtPlaces: Bool { false }

  var takesAnyNumbers: Bool { true }

  func value(_ sample: Sample) -> Double { 1 - ratio(sample).value }

  func gradient(_ sample: Sample) -> ScalarField {
    let slopes = ratio(sample).slopes.scaled(by: -1)
    let gradient =
      form.overlap == .minimum
      ? slopes.gradientOfMinimum(over: sample) : slopes.gradient(over: sample)
    return ScalarField(unchecked: gradient, on: sample.grid)
  }

  private func ratio(_ sample: Sample) -> OverlapRatio {
    var ratio = loss.ratio(
      form.overlap == .minimum ? OverlapSums(minimumOver: sample) : OverlapSums(sample))
    // As the difference, so that a smoothing that is not chosen changes no digit.
    if let smoothing = form.numeratorSmoothing { ratio.numerator += smoothing - loss.smoothing }
    if let smoothing = form.denominatorSmoothing {
      ratio.denominator += smoothing - loss.smoothing
    }
    return ratio
  }
}

extension SoftTruthOverlapLoss where Overlap: SmoothedRatioLoss {
  /// Its ratio with other smoothings; TP is what makes this loss.
  public func written(as form: OverlapForm) -> (any Loss)? {
    guard form.overlap != .product,
      let form = try? OverlapForm(
        numeratorSmoothing: form.numeratorSmoothing,
        denominatorSmoothing: form.denominatorSmoothing, overlap: .minimum,
        weighting: form.weighting)
    else { return nil }
    return overlap.written(as: form)
  }
}

extension SumOfLosses {
  /// Each term that has such a form in it; `nil` where none has.
  public func written(as form: OverlapForm) -> (any Loss)? {
    let terms = terms.map { term in (term, term.loss.written(as: form)) }
    guard terms.contains(where: { $0.1 != nil }) else { return nil }
    return WrittenSum(
      terms: terms.map { WeightedLoss($0.weight, $1 ?? $0.loss) }, offset: offset)
  }
}

/// A sum of losses in another form.
private struct WrittenSum: SumOfLosses {
  let terms: [WeightedLoss]
  let offset: Double
}
