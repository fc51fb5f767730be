import Experiments
import Losses

/// The gradient at one prediction.
package struct GradientState {
  /// L(p).
  package let value: Double
  /// ∂L/∂p.
  package let probabilities: Vector
  /// ∂L/∂z = p(1 − p) ∂L/∂p for the logits z = ln p/(1 − p); of several classes for what a softmax takes.
  package let logits: Vector

  /// What is kept of a gradient.
  package struct Vector {
    /// Its Euclidean norm over all elements.
    package let norm: Double
    /// The cosine between its opposite and g − p; none where one of them is zero. Towards g − p
    /// probabilities go straight to the truth, and logits as cross-entropy drives them.
    package let cosine: Double?

    init(_ gradient: [Double], errors: [Double]) {
      var (gradientSquare, errorSquare, product) = (0.0, 0.0, 0.0)
      // Scaled by the largest entry, so that squares of tiny gradients do not vanish.
      let scale = gradient.reduce(0) { max($0, abs($1)) }
      for (slope, error) in zip(gradient, errors) {
        let slope = scale > 0 ? slope / scale : 0
        gradientSquare += slope * slope
        errorSquare += error * error
        product -= slope * error
      }
      norm = gradientSquare.squareRoot() * scale
      let lengths = gradientSquare.squareRoot() * errorSquare.squareRoot()
      cosine = lengths > 0 ? min(max(product / lengths, -1), 1) : nil
    }
  }

  package init(loss: any Loss, sample: SceneSample) throws {
    value = try sample.value(of: loss)
    let (gradient, errors) = (try sample.gradient(of: loss), sample.errors)
    probabilities = Vector(gradient.probabilities, errors: errors)
    logits = Vector(gradient.logits, errors: errors)
  }
}
