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
}

/// Derivatives of an overlap loss with respect to the sums that depend on the prediction.
public struct OverlapSlopes: Hashable, Sendable {
  /// ∂L/∂TP.
  public var truePositives: Double
  /// ∂L/∂P.
  public var prediction: Double
  /// ∂L/∂Σp².
  public var squaredPrediction: Double

  /// Collects the derivatives; those left out are 0.
  public init(truePositives: Double, prediction: Double = 0, squaredPrediction: Double = 0) {
    self.truePositives = truePositives
    self.prediction = prediction
    self.squaredPrediction = squaredPrediction
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
    let gradient = mapElements(sample.prediction.values, sample.truth.values) { p, g in
      slopes.truePositives * g + slopes.prediction + 2 * slopes.squaredPrediction * p
    }
    return ScalarField(unchecked: gradient, on: sample.grid)
  }
}
