import Losses

/// Free logits z for each element of a grid: one, p = 1 / (1 + e⁻ᶻ), or one for each class, p = softmax z.
///
/// The logits start as independent standard normal numbers. A loss that is a mean over N elements
/// has slopes of order 1/N, so plain gradient descent multiplies its learning rate by N.
package struct LogitProblem: TrainingProblem {
  private let loss: any Loss
  private let scene: TrainingScene

  package init(loss: any Loss, scene: TrainingScene) {
    self.loss = loss
    self.scene = scene
  }

  package var initialParameters: [Double] {
    var random = SeededGenerator(seed: scene.seed, stream: 1)
    return (0..<scene.outputs * scene.grid.count).map { _ in random.normal() }
  }

  package var gradientScale: Double { Double(scene.grid.count) }

  package func evaluation(at parameters: [Double]) throws -> Evaluation? {
    try scene.sample(parameters).map { try Evaluation(loss, $0) }
  }

  package func gradient(at parameters: [Double]) throws -> [Double]? {
    try scene.sample(parameters).map { try $0.gradient(of: loss).logits }
  }
}
