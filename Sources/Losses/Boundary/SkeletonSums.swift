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

  /// Adds those of a sample. Each skeleton takes no memory any more once it is added.
  mutating func add(
    _ sample: Sample, prediction: @autoclosure () -> [Double], truth: @autoclosure () -> [Double]
  ) {
    func sums(_ skeleton: [Double], _ map: ProbabilityMap) -> (inside: Double, all: Double) {
      let inside = sumOverElements(skeleton, map.values) { skeleton, value in skeleton * value }
      return (inside, sum(skeleton))
    }
    let predicted = sums(prediction(), sample.truth)
    let actual = sums(truth(), sample.prediction)
    predictedInside += predicted.inside
    self.predicted += predicted.all
    actualInside += actual.inside
    self.actual += actual.all
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
