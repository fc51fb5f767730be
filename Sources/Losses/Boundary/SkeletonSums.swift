/// What clDice is a function of: how much skeleton there is, and how much of it is inside the other map.
struct SkeletonSums {
  /// Σ s(p) g.
  private var predictedInside = 0.0
  /// Σ s(p).
  private var predicted = 0.0
  /// Σ s(g) p.
  private var actualInside = 0.0
  /// Σ s(g).
  private var actual = 0.0
  /// S.
  private let smoothing: Double

  /// Sums of nothing.
  init(smoothing: Double) { self.smoothing = smoothing }

  /// Adds those of a sample.
  mutating func add(_ sample: Sample, prediction: [Double], truth: [Double]) {
    func inside(_ skeleton: [Double], _ map: ProbabilityMap) -> Double {
      sumOverElements(skeleton, map.values) { skeleton, value in skeleton * value }
    }
    predictedInside += inside(prediction, sample.truth)
    predicted += sum(prediction)
    actualInside += inside(truth, sample.prediction)
    actual += sum(truth)
  }

  /// T_p.
  var precision: Double { (predictedInside + smoothing) / (predicted + smoothing) }

  /// T_g.
  var sensitivity: Double { (actualInside + smoothing) / (actual + smoothing) }

  /// 1 − 2 T_p T_g / (T_p + T_g).
  var loss: Double { 1 - 2 * precision * sensitivity / (precision + sensitivity) }

  /// ∂L/∂(Σ s(p) g).
  var precisionSlope: Double {
    let share = sensitivity / (precision + sensitivity)
    return -2 * share * share / (predicted + smoothing)
  }

  /// ∂L/∂(Σ s(g) p).
  var sensitivitySlope: Double {
    let share = precision / (precision + sensitivity)
    return -2 * share * share / (actual + smoothing)
  }
}
