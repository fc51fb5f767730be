/// Sums over all elements that overlap losses are made of.
public struct OverlapSums: Hashable, Sendable {
  /// TP = Σ p g.
  public var truePositives: Double
  /// P = Σ p.
  public var prediction: Double
  /// G = Σ g.
  public var truth: Double
  /// Σ p².
  public var squaredPrediction: Double
  /// Σ g².
  public var squaredTruth: Double
  /// N, the number of elements.
  public var count: Double

  /// FP = Σ p (1 − g).
  public var falsePositives: Double { prediction - truePositives }
  /// FN = Σ (1 − p) g.
  public var falseNegatives: Double { truth - truePositives }
  /// TN = Σ (1 − p)(1 − g).
  public var trueNegatives: Double { count - prediction - truth + truePositives }

  /// Sums over a sample in one pass.
  public init(_ sample: Sample) {
    self =
      OverlapSums(stretchesOf: sample)
      ?? OverlapSums(sample.prediction.values, sample.truth.values)
  }

  init(truePositives: Double, prediction: Double, truth: Double, count: Double) {
    self.truePositives = truePositives
    self.prediction = prediction
    self.truth = truth
    squaredPrediction = 0
    squaredTruth = 0
    self.count = count
  }

  /// The same sums with background and foreground exchanged, for p ↦ 1 − p and g ↦ 1 − g.
  public var complement: OverlapSums {
    var sums = self
    sums.truePositives = trueNegatives
    sums.prediction = count - prediction
    sums.truth = count - truth
    sums.squaredPrediction = count - 2 * prediction + squaredPrediction
    sums.squaredTruth = count - 2 * truth + squaredTruth
    return sums
  }
}

/// Derivatives of a function of ``OverlapSums`` with respect to those that depend on `p`.
public struct OverlapSlopes: Hashable, Sendable {
  /// ∂/∂TP.
  public var truePositives: Double
  /// ∂/∂P.
  public var prediction: Double
  /// ∂/∂Σp².
  public var squaredPrediction: Double

  /// Collects the derivatives; those left out are 0.
  public init(
    truePositives: Double = 0, prediction: Double = 0, squaredPrediction: Double = 0
  ) {
    self.truePositives = truePositives
    self.prediction = prediction
    self.squaredPrediction = squaredPrediction
  }

  /// factor · self + otherFactor · other.
  func combined(_ factor: Double, _ other: OverlapSlopes, _ otherFactor: Double) -> OverlapSlopes {
    OverlapSlopes(
      truePositives: factor * truePositives + otherFactor * other.truePositives,
      prediction: factor * prediction + otherFactor * other.prediction,
      squaredPrediction: factor * squaredPrediction + otherFactor * other.squaredPrediction)
  }

  /// factor · self.
  func scaled(by factor: Double) -> OverlapSlopes {
    combined(factor, OverlapSlopes(), 0)
  }

  /// Slopes with respect to the sums of a function of their ``OverlapSums/complement``.
  var ofComplement: OverlapSlopes {
    // TP′ = N − P − G + TP, P′ = N − P and Σp′² = N − 2P + Σp².
    OverlapSlopes(
      truePositives: truePositives,
      prediction: -truePositives - prediction - 2 * squaredPrediction,
      squaredPrediction: squaredPrediction)
  }
}
