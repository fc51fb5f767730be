import Experiments
import Losses

/// The weights of a convolutional network that segments noisy images.
///
/// Each step takes a mini-batch: training images in a random order that is drawn anew when all have
/// been used. The loss of a batch is the mean of the losses of its images; Dice and loss are
/// recorded as means over held-out images, which no step sees. Images, weights and order follow
/// from the seed, the same for every loss.
package struct NetworkProblem: TrainingProblem {
  private let loss: any Loss
  private let network: ConvolutionalNetwork
  private let training: [TrainingScene]
  private let heldOut: [TrainingScene]
  private let batchSize: Int
  private let seed: UInt64
  private var shuffling: SeededGenerator
  private var waiting: [Int] = []

  /// - Parameters:
  ///   - loss: what to minimise.
  ///   - images: what to learn from.
  ///   - specification: size of the network, number of images.
  ///   - grid: of the images.
  ///   - seed: of everything random.
  package init(
    loss: any Loss, images: SyntheticImages, _ specification: NetworkSpecification, grid: Grid,
    seed: UInt64
  ) throws {
    self.loss = loss
    self.seed = seed
    batchSize = specification.batchSize
    network = ConvolutionalNetwork(
      channels: [1] + specification.hiddenChannels + [images.outputs], rows: grid.shape[0],
      columns: grid.shape[1])
    var random = SeededGenerator(seed: seed, stream: 3)
    func scenes(_ count: Int) throws -> [TrainingScene] {
      try images.examples(count, using: &random).map {
        try TrainingScene($0.classes, image: $0.image, seed: seed)
      }
    }
    training = try scenes(specification.trainingImages)
    heldOut = try scenes(specification.heldOutImages)
    shuffling = SeededGenerator(seed: seed, stream: 4)
  }

  package var initialParameters: [Double] {
    var random = SeededGenerator(seed: seed, stream: 5)
    return network.initialParameters(using: &random)
  }

  package var gradientScale: Double { 1 }

  package func evaluation(at parameters: [Double]) throws -> Evaluation? {
    var loss = 0.0
    var dice = 0.0
    for scene in heldOut {
      guard let sample = try sample(parameters, scene) else { return nil }
      let evaluation = try Evaluation(self.loss, sample)
      loss += evaluation.loss
      dice += evaluation.dice
    }
    let count = Double(heldOut.count)
    return Evaluation(loss: loss / count, dice: dice / count)
  }

  package mutating func gradient(at parameters: [Double]) throws -> [Double]? {
    var gradient = [Double](repeating: 0, count: parameters.count)
    for index in nextBatch() {
      guard let sample = try sample(parameters, training[index]) else { return nil }
      let slopes = try sample.gradient(of: loss).logits.map { $0 / Double(batchSize) }
      network.backward(parameters, slopes: slopes, into: &gradient)
    }
    return gradient
  }

  private mutating func nextBatch() -> [Int] {
    while waiting.count < batchSize {
      waiting += shuffling.permutation(of: training.count)
    }
    defer { waiting.removeFirst(batchSize) }
    return Array(waiting.prefix(batchSize))
  }

  private func sample(
    _ parameters: [Double], _ scene: TrainingScene
  ) throws -> SceneSample? {
    try scene.sample(network.forward(parameters, image: scene.image?.values ?? []))
  }
}
