import Losses

/// One free logit z for each element of a grid: p = 1 / (1 + e⁻ᶻ).
///
/// The logits start as independent standard normal numbers. A loss that is a mean over N elements
/// has slopes of order 1/N, so plain gradient descent multiplies its learning rate by N.
package struct LogitProblem: TrainingProblem {
  private let loss: any Loss
  /// The truth; what losses derive from it is made once for all steps.
  private let scene: Sample

  package init(loss: any Loss, truth: ProbabilityMap, seed: UInt64) throws {
    self.loss = loss
    scene = try Sample(prediction: truth, truth: truth, seed: seed, servesManyPredictions: true)
  }

  package var initialParameters: [Double] {
    var random = SeededGenerator(seed: scene.seed, stream: 1)
    return (0..<scene.grid.count).map { _ in random.normal() }
  }

  package var gradientScale: Double { Double(scene.grid.count) }

  package func evaluation(at parameters: [Double]) throws -> Evaluation? {
    try sample(parameters).map { try Evaluation(loss, $0) }
  }

  package func gradient(at parameters: [Double]) throws -> [Double]? {
    try sample(parameters).map { try logitGradient(loss, $0) }
  }

  private func sample(_ logits: [Double]) throws -> Sample? {
    try sigmoid(logits, on: scene.grid).map { try scene.replacingPrediction(with: $0) }
  }
}
