import LongRuns
import Experiments
import Losses

/// The descent experiment: every loss on every problem and object, by every optimiser at every
/// learning rate, from every seed. A cell is one run.
public struct DescentStudy: Study {
  public static let kind = "descend"
  public static let question =
    "Minimises losses by gradient descent: does combo train more stably (claim 4)?"
  public static let details = """
    Finds free logits, a soft disc and the weights of a small network by SGD and Adam, at every \
    learning rate of a grid and from several seeds. Writes descend.md, descend.json, descend.csv \
    (one row a run), descend-curves.csv and figures. \
    A YAML file for --config has the keys losses, problems, objects (name, radius), extent, \
    iterations, learningRates (for logits, disc and network: sgd, adam), seeds, seed, target, \
    network (hiddenChannels, trainingImages, batchSize, heldOutImages, noise) and output (formats, \
    theme, width).
    """

  public let configuration: DescentConfiguration
  /// The run of each cell.
  public let cases: [DescentCase]
  /// The losses.
  let catalogue: Catalogue

  /// Prepares the runs.
  ///
  /// - Throws: `ConfigurationError` or `LossError`.
  public init(_ configuration: DescentConfiguration, registries: Registries) throws {
    try configuration.validate(for: registries.losses)
    self.configuration = configuration.withoutOutput
    catalogue = registries.losses
    cases = Self.mixed(configuration.cases)
  }

  public func result(_ outcomes: [DescentOutcome]) throws -> DescentResult {
    try DescentResult(self, outcomes)
  }

  public func cautions() throws -> [String] {
    let grid = try configuration.grid()
    return try configuration.objects.flatMap { object in
      let truth = ProbabilityMap(try ObjectShape.disc(radius: object.radius).mask(on: grid))
      let sample = try Sample(prediction: truth, truth: truth)
      return try configuration.losses.flatMap(\.settings).compactMap { setting in
        try catalogue.loss(id: setting.id, parameters: setting.parameters).caution(sample)
          .map { "\(setting.key) on \(object.name): \($0)" }
      }
    }
  }

  /// The same in an order in which long and short runs alternate, so that the time left and the
  /// shares of several machines come out about right.
  private static func mixed(_ cases: [DescentCase]) -> [DescentCase] {
    // A step near the golden section spreads neighbours far apart; without a common divisor with
    // the count it comes by every case once.
    var step = max(1, cases.count * 618 / 1000)
    while greatestCommonDivisor(step, cases.count) != 1 { step += 1 }
    return cases.indices.map { cases[$0 * step % cases.count] }
  }
}

extension DescentStudy {
  public var cellCount: Int { cases.count }

  public func accepts(_ outcome: DescentOutcome, ofCell index: Int) -> Bool {
    let count = outcome.dice.count
    return count == outcome.loss.count
      && (outcome.diverged
        ? count <= configuration.iterations : count == configuration.iterations + 1)
      && outcome.reached.map { (0..<count).contains($0) } ?? true
  }

  public func outcome(ofCell index: Int) throws -> DescentOutcome {
    let run = cases[index]
    let loss = try catalogue.loss(id: run.setting.id, parameters: run.setting.parameters)
    let grid = try configuration.grid()
    func result(_ problem: some TrainingProblem) throws -> DescentOutcome {
      try descend(
        problem, by: run.place.optimiser, rate: run.rate, iterations: configuration.iterations,
        target: configuration.target)
    }
    func truth() throws -> ProbabilityMap {
      ProbabilityMap(try ObjectShape.disc(radius: run.place.object.radius).mask(on: grid))
    }
    switch run.place.problem {
    case .logits: return try result(try LogitProblem(loss: loss, truth: truth(), seed: run.seed))
    case .disc: return try result(try DiscProblem(loss: loss, truth: truth(), seed: run.seed))
    case .network:
      let images = SyntheticImages(
        grid: grid, radius: run.place.object.radius, noise: configuration.network.noise)
      return try result(
        NetworkProblem(
          loss: loss, images: images, configuration.network, grid: grid, seed: run.seed))
    }
  }
}

extension DescentConfiguration {
  /// Where losses are compared, problem by problem.
  package var places: [DescentPlace] {
    problems.flatMap { problem in
      objects.flatMap { object in
        learningRates[problem].optimisers.map { optimiser in
          DescentPlace(problem: problem, object: object, optimiser: optimiser)
        }
      }
    }
  }

  /// Every run, place by place.
  package var cases: [DescentCase] {
    places.flatMap { place in
      learningRates[place.problem][place.optimiser].flatMap { rate in
        settings.flatMap { setting in
          (0..<seeds).map { index in
            DescentCase(place, setting, rate: rate).seeded(seed &+ UInt64(index))
          }
        }
      }
    }
  }
}

private func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
  second == 0 ? first : greatestCommonDivisor(second, first % second)
}
