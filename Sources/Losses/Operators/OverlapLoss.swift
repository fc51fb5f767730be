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
    let p = sample.prediction.values
    let g = sample.truth.values
    truePositives = sumOverElements(p, g) { p, g in p * g }
    prediction = sumOverElements(p, g) { p, _ in p }
    truth = sumOverElements(p, g) { _, g in g }
    squaredPrediction = sumOverElements(p, g) { p, _ in p * p }
    squaredTruth = sumOverElements(p, g) { _, g in g * g }
    count = Double(sample.grid.count)
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

/// A loss that is a function of ``OverlapSums`` alone.
///
/// A conforming type gives the function and its derivatives with respect to the sums; the gradient
/// follows by the chain rule: ∂L/∂pᵢ = ∂L/∂TP · gᵢ + ∂L/∂P + ∂L/∂Σp² · 2pᵢ.
public protocol OverlapLoss: Loss {
  /// The loss as a function of the sums.
  func value(_ sums: OverlapSums) -> Double

  /// Its derivatives.
  func slopes(_ sums: OverlapSums) -> OverlapSlopes
}

extension OverlapLoss {
  public func value(_ sample: Sample) -> Double {
    value(OverlapSums(sample))
  }

  public func gradient(_ sample: Sample) -> ScalarField {
    let slopes = slopes(OverlapSums(sample))
    return ScalarField(unchecked: slopes.gradient(over: sample), on: sample.grid)
  }
}

extension OverlapSlopes {
  /// ∂/∂TP · gᵢ + ∂/∂P + ∂/∂Σp² · 2pᵢ for each element.
  func gradient(over sample: Sample) -> [Double] {
    mapElements(sample.prediction.values, sample.truth.values) { p, g in
      truePositives * g + prediction + 2 * squaredPrediction * p
    }
  }
}
