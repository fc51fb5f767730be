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
    A YAML file for --config has the keys losses, external, problems, objects (name, radius, beside), extent, \
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
    let registries = try registries.adding(configuration.external)
    try configuration.validate(for: registries.losses)
    try registries.requireGradients(of: configuration.external)
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
    let object = run.place.object
    func scene() throws -> TrainingScene {
      try TrainingScene(object.masks(on: grid), seed: run.seed)
    }
    switch run.place.problem {
    case .logits: return try result(LogitProblem(loss: loss, scene: scene()))
    case .disc:
      return try result(
        DiscProblem(loss: loss, scene: scene(), centres: try object.centres(on: grid)))
    case .network:
      let images = SyntheticImages(
        grid: grid, radii: object.radii, noise: configuration.network.noise)
      return try result(
        NetworkProblem(
          loss: loss, images: images, configuration.network, grid: grid, seed: run.seed))
    }
  }
}

extension DescentObject {
  /// The element at the centre of each disc: that of the grid, or of several in a row two elements apart.
  ///
  /// - Throws: `ObjectError` where there is no room.
  package func centres(on grid: Grid) throws -> [(row: Double, column: Double)] {
    let middle = grid.shape[0] / 2
    guard !beside.isEmpty else { return [(Double(middle), Double(middle))] }
    let halves = radii.map { Int($0) }
    let length = halves.reduce(2 * (radii.count - 1)) { $0 + 2 * $1 + 1 }
    var column = (grid.shape[1] - length) / 2
    guard column >= 1 else { throw ObjectError.doesNotFit(name, shape: grid.shape) }
    return halves.map { half in
      defer { column += 2 * half + 3 }
      return (Double(middle), Double(column + half))
    }
  }

  /// The discs on a grid.
  ///
  /// - Throws: `ObjectError` where there is no room.
  package func masks(on grid: Grid) throws -> [Mask] {
    let columns = grid.shape[1]
    return try zip(radii, centres(on: grid)).map { radius, centre in
      try Mask(
        (0..<grid.count).map { index in
          let row = Double(index / columns) - centre.row
          let column = Double(index % columns) - centre.column
          return row * row + column * column <= radius * radius
        }, on: grid)
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
