import Losses

/// One free logit z for each element of a grid: p = 1 / (1 + e⁻ᶻ).
///
/// The logits start as independent standard normal numbers. A loss that is a mean over N elements
/// has slopes of order 1/N, so plain gradient descent multiplies its learning rate by N.
struct LogitProblem: TrainingProblem {
  private let loss: any Loss
  private let truth: ProbabilityMap
  private let seed: UInt64

  init(loss: any Loss, truth: ProbabilityMap, seed: UInt64) {
    self.loss = loss
    self.truth = truth
    self.seed = seed
  }

  var initialParameters: [Double] {
    var random = SeededGenerator(seed: seed, stream: 1)
    return (0..<truth.grid.count).map { _ in random.normal() }
  }

  var gradientScale: Double { Double(truth.grid.count) }

  func evaluation(at parameters: [Double]) throws -> Evaluation? {
    try sample(parameters).map { try Evaluation(loss, $0) }
  }

  func gradient(at parameters: [Double]) throws -> [Double]? {
    try sample(parameters).map { try logitGradient(loss, $0) }
  }

  private func sample(_ logits: [Double]) throws -> Sample? {
    try sigmoid(logits, on: truth.grid).map {
      try Sample(prediction: $0, truth: truth, seed: seed)
    }
  }
}
