import Experiments
import Studies
import Losses
import Testing

@Suite struct TrainingProblemTests {
  static let seed: UInt64 = 47

  static func truth(extent: Int, radius: Double) throws -> ProbabilityMap {
    let grid = try Grid(shape: [extent, extent])
    return ProbabilityMap(try ObjectShape.disc(radius: radius).mask(on: grid))
  }

  private func logitProblem(
    _ loss: any Loss, _ truth: ProbabilityMap, seed: UInt64 = 0
  ) throws -> LogitProblem {
    LogitProblem(loss: loss, scene: try TrainingScene([Mask(truth)], seed: seed))
  }

  private func discProblem(
    _ loss: any Loss, _ truth: ProbabilityMap, seed: UInt64 = 0
  ) throws -> DiscProblem {
    let middle = Double(truth.grid.shape[0] / 2)
    return DiscProblem(
      loss: loss, scene: try TrainingScene([Mask(truth)], seed: seed),
      centres: [(middle, middle)])
  }

  @Test func discAgreesWithPyTorch() throws {
    for reference in try DescentFixtures.cases(DescentFixtures.DiscCase.self, "discs") {
      let problem = try discProblem(
        CrossEntropyLoss(), Self.truth(extent: reference.extent, radius: reference.radius))
      let evaluation = try #require(try problem.evaluation(at: reference.parameters))
      expectClose([evaluation.loss], [reference.loss], tolerance: 1e-12, "loss")
      let gradient = try #require(try problem.gradient(at: reference.parameters))
      expectClose(gradient, reference.gradient, tolerance: 1e-12, "gradient")
    }
  }

  @Test(arguments: Catalogue.figureLossIDs)
  func gradientsAgreeWithCentralDifferences(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let truth = try Self.truth(extent: 10, radius: 2.5)
    func check(_ problem: some TrainingProblem, _ name: String) throws {
      var problem = problem
      let parameters = problem.initialParameters
      let gradient = try #require(try problem.gradient(at: parameters))
      let differences = try centralDifferences(at: parameters) { parameters in
        try #require(try problem.evaluation(at: parameters)).loss
      }
      #expect(gradient.contains { $0 != 0 })
      expectClose(gradient, differences, tolerance: 1e-7, "\(id), \(name), seed \(Self.seed)")
    }
    try check(try logitProblem(loss, truth, seed: Self.seed), "logits")
    try check(try discProblem(loss, truth, seed: Self.seed), "disc")
  }

  @Test(arguments: Catalogue.standard.specifications.map(\.id))
  func staysFiniteAtHardSaturation(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let truth = try Self.truth(extent: 8, radius: 2)
    for logit in [-1e308, -800, -40, 40, 800, 1e308] {
      let problem = try logitProblem(loss, truth)
      let logits = [Double](repeating: logit, count: truth.grid.count)
      let evaluation = try #require(try problem.evaluation(at: logits), "\(id), \(logit)")
      #expect(evaluation.loss.isFinite)
      let gradient = try #require(try problem.gradient(at: logits), "\(id), \(logit)")
      #expect(gradient.allSatisfy { $0.isFinite }, "\(id), \(logit)")
    }
    let disc = try discProblem(loss, truth)
    for parameters in [[0.5, 0.5, 0.25, 40.0], [-1e6, 1e6, 0.1, 3], [0.5, 0.5, -1e9, 5]] {
      let gradient = try #require(try disc.gradient(at: parameters), "\(id), \(parameters)")
      #expect(gradient.allSatisfy { $0.isFinite }, "\(id), \(parameters)")
    }
  }

  @Test func givesNothingWhereThePredictionIsNotFinite() throws {
    let truth = try Self.truth(extent: 8, radius: 2)
    let disc = try discProblem(CrossEntropyLoss(), truth)
    // e^κ is infinite.
    #expect(try disc.evaluation(at: [0.5, 0.5, 0.25, 1000]) == nil)
    #expect(try disc.gradient(at: [0.5, 0.5, 0.25, 1000]) == nil)
    let logits = try logitProblem(CrossEntropyLoss(), truth)
    #expect(try logits.evaluation(at: [Double](repeating: .nan, count: 64)) == nil)
  }

  @Test func diceIsThatOfTheHardMasks() throws {
    let grid = try Grid(shape: [1, 5])
    let loss = try CrossEntropyLoss()
    func dice(_ prediction: [Double], _ truth: [Double]) throws -> Double {
      try Evaluation(
        loss,
        SceneSample(
          Sample(
            prediction: ProbabilityMap(prediction, on: grid),
            truth: ProbabilityMap(truth, on: grid)))
      ).dice
    }
    #expect(try dice([0.9, 0.6, 0.5, 0.1, 0.8], [1, 1, 1, 0, 0]) == 2.0 * 2 / (3 + 3))
    #expect(try dice([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]) == 1)
    #expect(try dice([0, 0, 0, 0, 1], [1, 0, 0, 0, 0]) == 0)
  }

  @Test func startsAlikeForEveryLossAndDiffersBySeed() throws {
    let truth = try Self.truth(extent: 12, radius: 3)
    let (dice, focal) = (try DiceLoss(), try FocalLoss())
    #expect(
      try logitProblem(dice, truth, seed: 3).initialParameters
        == logitProblem(focal, truth, seed: 3).initialParameters)
    #expect(
      try logitProblem(dice, truth, seed: 3).initialParameters
        != logitProblem(dice, truth, seed: 4).initialParameters)
    for seed in UInt64(0)..<50 {
      let start = try discProblem(dice, truth, seed: seed).initialParameters
      #expect(try start == discProblem(focal, truth, seed: seed).initialParameters)
      let distance = ((start[0] - 0.5) * (start[0] - 0.5) + (start[1] - 0.5) * (start[1] - 0.5))
        .squareRoot()
      #expect(distance <= 1.0 / 6 + 1e-12, "seed \(seed)")
    }
  }

  @Test func syntheticImagesFollowFromTheSeed() throws {
    let grid = try Grid(shape: [20, 20])
    let images = SyntheticImages(grid: grid, radii: [5], noise: 0.25)
    var random = SeededGenerator(seed: Self.seed)
    let examples = try images.examples(40, using: &random)
    random = SeededGenerator(seed: Self.seed)
    let again = try images.examples(40, using: &random)
    random = SeededGenerator(seed: Self.seed + 1)
    let others = try images.examples(40, using: &random)
    #expect(examples.map(\.image) == again.map(\.image))
    #expect(examples.map(\.classes) == again.map(\.classes))
    #expect(examples.map(\.image) != others.map(\.image))
    for example in examples {
      let size = example.classes[0].foregroundCount
      // Discs of radius 4 to 6 have 50 to 113 elements, give or take a ring.
      #expect((40...125).contains(size), "\(size), seed \(Self.seed)")
      let border = (0..<400).filter { [0, 19].contains($0 / 20) || [0, 19].contains($0 % 20) }
      #expect(border.allSatisfy { !example.classes[0].elements[$0] })
    }
    let noise = zip(
      examples.flatMap(\.image.values), examples.flatMap { ProbabilityMap($0.classes[0]).values }
    )
    .map { $0 - $1 }
    let deviation = (noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)).squareRoot()
    // 16000 numbers tell their standard deviation to within 0.6 %.
    #expect(abs(deviation - 0.25) < 0.01, "seed \(Self.seed)")
  }

  /// Steps share what losses derive from the truth and the memory they compute in.
  @Test(arguments: Catalogue.standard.specifications.map(\.id))
  func evaluatesAsWithANewSampleAtEachStep(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let truth = try Self.truth(extent: 14, radius: 4)
    let problem = try logitProblem(loss, truth, seed: Self.seed)
    var logits = problem.initialParameters
    for step in 0..<4 {
      let prediction = try #require(sigmoid(logits, on: truth.grid))
      let comment: Comment = "\(id), step \(step), seed \(Self.seed)"
      let fresh = try Sample(
        prediction: prediction, truth: truth, seed: Self.seed, servesManyPredictions: true)
      #expect(try problem.evaluation(at: logits) == Evaluation(loss, SceneSample(fresh)), comment)
      // What is kept for many predictions changes no more than rounding.
      let single = try Sample(prediction: prediction, truth: truth, seed: Self.seed)
      let (kept, alone) = (try loss.value(fresh), try loss.value(single))
      #expect(abs(kept - alone) <= 1e-13 * max(abs(alone), 1e-3), comment)
      let gradient = try #require(try problem.gradient(at: logits))
      #expect(try gradient == SceneSample(fresh).gradient(of: loss).logits, comment)
      for index in logits.indices { logits[index] -= 50 * gradient[index] }
    }
  }

  /// Several classes by softmax; the seed makes the same start for every loss.
  @Test(arguments: ["cross-entropy", "dice", "focal", "generalised-dice", "combo"])
  func gradientsOverClassesAgreeWithCentralDifferences(id: String) throws {
    let loss = try Catalogue.standard.loss(id: id)
    let grid = try Grid(shape: [14, 14])
    let object = DescentObject(name: "two", radius: 2.5, beside: [1.5])
    let scene = try TrainingScene(object.masks(on: grid), seed: Self.seed)
    func check(_ problem: some TrainingProblem, _ name: String) throws {
      var problem = problem
      let parameters = problem.initialParameters.map { $0 / 2 }
      let gradient = try #require(try problem.gradient(at: parameters))
      let differences = try centralDifferences(at: parameters) { parameters in
        try #require(try problem.evaluation(at: parameters)).loss
      }
      #expect(gradient.contains { $0 != 0 })
      expectClose(gradient, differences, tolerance: 1e-7, "\(id), \(name), seed \(Self.seed)")
    }
    let logits = LogitProblem(loss: loss, scene: scene)
    #expect(logits.initialParameters.count == 3 * 196)
    try check(logits, "logits")
    try check(
      DiscProblem(loss: loss, scene: scene, centres: try object.centres(on: grid)), "disc")
  }

  @Test func aNetworkOfThreeClassesLearnsThem() throws {
    let grid = try Grid(shape: [24, 24])
    var specification = NetworkSpecification()
    specification.noise = 0.1
    let images = SyntheticImages(grid: grid, radii: [5, 3], noise: specification.noise)
    var problem = try NetworkProblem(
      loss: Catalogue.standard.loss(id: "dice-cross-entropy"), images: images, specification,
      grid: grid, seed: Self.seed)
    let start = try #require(try problem.evaluation(at: problem.initialParameters))
    let outcome = try descend(
      problem, by: .adam, rate: 0.02, iterations: 60, target: 0.9)
    #expect(!outcome.diverged)
    // The mean Dice of two classes, one of which is grey: far over what the start has.
    #expect(Double(outcome.dice.last ?? 0) > start.dice + 0.3, "seed \(Self.seed)")
    #expect(try problem.gradient(at: problem.initialParameters)?.isEmpty == false)
  }
}
