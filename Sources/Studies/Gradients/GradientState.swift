import Losses

/// The gradient at one prediction.
package struct GradientState {
  /// L(p).
  package let value: Double
  /// ∂L/∂p.
  package let probabilities: Vector
  /// ∂L/∂z = p(1 − p) ∂L/∂p for the logits z = ln p/(1 − p).
  package let logits: Vector

  /// What is kept of a gradient.
  package struct Vector {
    /// Its Euclidean norm over all elements.
    package let norm: Double
    /// The cosine between its opposite and g − p; none where one of them is zero. Towards g − p
    /// probabilities go straight to the truth, and logits as cross-entropy drives them.
    package let cosine: Double?

    init(_ gradient: [Double], _ sample: Sample) {
      var (gradientSquare, errorSquare, product) = (0.0, 0.0, 0.0)
      // Scaled by the largest entry, so that squares of tiny gradients do not vanish.
      let scale = gradient.reduce(0) { max($0, abs($1)) }
      for (slope, (prediction, truth)) in zip(
        gradient, zip(sample.prediction.values, sample.truth.values))
      {
        let slope = scale > 0 ? slope / scale : 0
        let error = truth - prediction
        gradientSquare += slope * slope
        errorSquare += error * error
        product -= slope * error
      }
      norm = gradientSquare.squareRoot() * scale
      let lengths = gradientSquare.squareRoot() * errorSquare.squareRoot()
      cosine = lengths > 0 ? min(max(product / lengths, -1), 1) : nil
    }
  }

  package init(loss: any Loss, sample: Sample) throws {
    value = try loss.value(sample)
    let gradient = try loss.gradient(sample).values
    probabilities = Vector(gradient, sample)
    logits = Vector(
      zip(gradient, sample.prediction.values).map { slope, p in slope * p * (1 - p) }, sample)
  }
}
