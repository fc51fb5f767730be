import Experiments
import Losses

/// The grid of protocols over which the claims of the article are judged.
public struct RobustnessConfiguration: StudyConfiguration {
  /// The protocol that is varied: objects, paths, steps, losses and what else stays as it is.
  public var experiment: ExperimentConfiguration
  /// How predictions are made of objects.
  public var probabilities = [
    .standard, ProbabilityDescription("sigmoid", ["width": 1, "floor": 0]),
    ProbabilityDescription("sigmoid", ["width": 3, "floor": 1e-4]),
    ProbabilityDescription("sigmoid", ["width": 1, "floor": 0.01]), .twoValued(0.9),
    .twoValued(0.99), .twoValued(1),
  ]
  /// The extents of the grids: rows and columns.
  public var grids = [[256, 640], [384, 384], [1024, 1024]]
  /// S, the smoothing of every loss that has it and for which the experiment sets none.
  public var smoothings = [1e-5, 1]
  /// The tolerances τ under which a change is a stall, each in [0, 1).
  public var tolerances = [1e-4, 1e-3, 1e-2]
  /// What "increases" means in claims 1 and 2.
  public var readings = ClaimReading.allCases

  /// Varies the protocol of an experiment.
  public init(_ experiment: ExperimentConfiguration) { self.experiment = experiment }

  /// Varies the protocol of the article's figure along paths that any object can take.
  public init() { self.init(.robustness) }

  public var output: OutputSpecification {
    get { experiment.output }
    set { experiment.output = newValue }
  }

  public var mostElements: Int {
    grids.compactMap { try? GridSpecification($0).grid().count }.max() ?? 0
  }

  /// - Throws: `ConfigurationError`, or what else is wrong with one of the protocols.
  func validate(for registries: Registries) throws {
    let lists = [
      ("probabilities", probabilities.count), ("grids", grids.count),
      ("smoothings", smoothings.count), ("tolerances", tolerances.count),
      ("readings", readings.count),
    ]
    for (name, count) in lists where count == 0 {
      throw ConfigurationError.outOfRange(name, value: "empty", expected: "at least one")
    }
    // Each value is checked beside defaults: none depends on another.
    for grid in grids { try validate(for: registries) { $0.grid = GridSpecification(grid) } }
    for model in probabilities { try validate(for: registries) { $0.probabilities = model } }
    for tolerance in tolerances { try validate(for: registries) { $0.tolerance = tolerance } }
    let losses = try smoothedLosses(in: registries.losses)
    try validate(for: registries) { $0.losses = losses }
    guard experiment.objects.contains(where: { ["large", "small"].contains($0.name) }) else {
      throw ConfigurationError.unknownObject(
        "large or small", known: experiment.objects.map(\.name))
    }
    guard experiment.objects.allSatisfy({ $0.shape != nil }) else {
      throw ConfigurationError.outOfRange(
        "an object", value: "a mask of a file", expected: "shapes, which fit on every grid")
    }
  }
}

extension RobustnessConfiguration {
  private func validate(
    for registries: Registries, _ change: (inout ExperimentConfiguration) -> Void
  ) throws {
    var changed = experiment
    change(&changed)
    try changed.validate(for: registries)
  }

  /// The losses, each with every smoothing where it has one and the experiment sets none.
  func smoothedLosses(in catalogue: Catalogue) throws -> [LossSelection] {
    try experiment.losses.map { selection in
      let parameters = try catalogue.entry(id: selection.id).specification.parameters
      guard parameters.contains(where: { $0.name == "smoothing" }),
        selection.parameters["smoothing"] == nil
      else { return selection }
      return LossSelection(
        selection.id, parameters: selection.parameters.merging(["smoothing": smoothings]) { $1 })
    }
  }
}

extension GridSpecification {
  /// A grid of some extents, 1 apart.
  init(_ extents: [Int]) {
    self.init()
    shape = extents
  }
}

extension ExperimentConfiguration {
  /// The protocol of the article's figure, one seed for random paths, along paths that any object can
  /// take.
  public static let robustness: ExperimentConfiguration = {
    var configuration = ExperimentConfiguration()
    configuration.paths = [
      "slide", "shift", "grow", "speckle", "boundary-noise", "fragment", "noise", "deform",
    ]
    configuration.repeats = 1
    return configuration
  }()
}
