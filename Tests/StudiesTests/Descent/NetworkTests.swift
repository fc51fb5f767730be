import Experiments
import Studies
import Losses
import Testing

@Suite struct NetworkTests {
  static let seed: UInt64 = 1_989

  @Test func agreesWithPyTorch() throws {
    for reference in try DescentFixtures.cases(DescentFixtures.NetworkCase.self, "networks") {
      let name: Comment = "channels \(reference.channels)"
      let network = ConvolutionalNetwork(
        channels: reference.channels, rows: reference.rows, columns: reference.columns)
      #expect(network.parameterCount == reference.parameters.count, name)
      // A pass over another image first: nothing of it may remain in the buffers.
      _ = network.forward(reference.parameters, image: reference.image.map { 3 - $0 })
      var gradient = [Double](repeating: 0, count: network.parameterCount)
      network.backward(
        reference.parameters, slopes: reference.slopes.map { 1 - $0 }, into: &gradient)

      let logits = network.forward(reference.parameters, image: reference.image)
      expectClose(logits, reference.logits, tolerance: 1e-12, name)
      gradient = [Double](repeating: 0, count: network.parameterCount)
      network.backward(reference.parameters, slopes: reference.slopes, into: &gradient)
      expectClose(gradient, reference.gradient, tolerance: 1e-12, name)
    }
  }

  @Test(arguments: [[1, 1], [1, 2, 1], [1, 3, 2, 1]])
  func agreesWithCentralDifferences(channels: [Int]) {
    var random = SeededGenerator(seed: Self.seed)
    let network = ConvolutionalNetwork(channels: channels, rows: 5, columns: 7)
    let parameters = network.initialParameters(using: &random).map { $0 + 0.1 * random.normal() }
    let image = (0..<35).map { _ in random.normal() }
    let slopes = (0..<35).map { _ in random.normal() }
    _ = network.forward(parameters, image: image)
    var gradient = [Double](repeating: 0, count: parameters.count)
    network.backward(parameters, slopes: slopes, into: &gradient)
    let differences = centralDifferences(at: parameters) { parameters in
      zip(network.forward(parameters, image: image), slopes).reduce(0) { $0 + $1.0 * $1.1 }
    }
    expectClose(gradient, differences, tolerance: 1e-7, "channels \(channels), seed \(Self.seed)")
  }

  @Test func gradientsAddUp() {
    var random = SeededGenerator(seed: Self.seed)
    let network = ConvolutionalNetwork(channels: [1, 2, 1], rows: 4, columns: 4)
    let parameters = network.initialParameters(using: &random)
    let image = (0..<16).map { _ in random.normal() }
    _ = network.forward(parameters, image: image)
    var once = [Double](repeating: 0, count: parameters.count)
    network.backward(parameters, slopes: image, into: &once)
    var twice = once
    network.backward(parameters, slopes: image, into: &twice)
    expectClose(twice, once.map { 2 * $0 }, tolerance: 1e-13, "seed \(Self.seed)")
    #expect(once.contains { $0 != 0 })
  }

  /// ∂L/∂θ of a whole mini-batch, through loss, sigmoid and network.
  @Test(arguments: Catalogue.figureLossIDs)
  func trainingGradientAgreesWithCentralDifferences(id: String) throws {
    let grid = try Grid(shape: [12, 12])
    var specification = NetworkSpecification()
    specification.hiddenChannels = [2]
    // With the whole set in each batch the order does not matter, and held-out images that are the
    // training images make the recorded loss that of the batch.
    specification.trainingImages = 2
    specification.batchSize = 2
    let images = SyntheticImages(grid: grid, radii: [3], noise: 0.3)
    let loss = try Catalogue.standard.loss(id: id)
    var problem = try NetworkProblem(
      loss: loss, images: images, specification, grid: grid, seed: Self.seed)
    let parameters = problem.initialParameters.map { $0 / 2 }
    let gradient = try #require(try problem.gradient(at: parameters))
    let network = ConvolutionalNetwork(channels: [1, 2, 1], rows: 12, columns: 12)
    var random = SeededGenerator(seed: Self.seed, stream: 3)
    let examples = try images.examples(2, using: &random)
    let differences = try centralDifferences(at: parameters) { parameters in
      try examples.reduce(0.0) { sum, example in
        let logits = network.forward(parameters, image: example.image.values)
        let prediction = try #require(sigmoid(logits, on: grid))
        return try sum
          + loss.value(Sample(prediction: prediction, truth: ProbabilityMap(example.classes[0])))
          / 2
      }
    }
    expectClose(gradient, differences, tolerance: 1e-6, "\(id), seed \(Self.seed)")
  }
}
