import Experiments
import Losses

/// The protocols under which the claims of the article are judged.
///
/// Every path is followed with every probability model, since it is the two together that make a curve.
/// Grid, reach and sizes are varied one at a time beside the first path and model; reductions, smoothings,
/// tolerances and readings are judged on the same predictions. The first of each list is the protocol
/// beside which the others are tried.
public struct RobustnessConfiguration: StudyConfiguration {
  /// The experiment that is varied: objects, paths, steps, losses and what else stays as it is.
  public var experiment: ExperimentConfiguration
  /// How predictions are made of objects.
  public var probabilities = [
    .standard, ProbabilityDescription("sigmoid", ["width": 1, "floor": 0]),
    ProbabilityDescription("sigmoid", ["width": 1, "floor": 0.01]),
    ProbabilityDescription("sigmoid", ["width": 3, "floor": 1e-4]), .noisy, .twoValued(0.9),
    .twoValued(0.99), .twoValued(1),
  ]
  /// The extents of the grids: rows and columns.
  public var grids = [[256, 640], [384, 384], [512, 1280]]
  /// How far the last step of the path `slide` goes, in widths of the object.
  public var reaches = [0.95, 0.5, 2]
  /// How many times as large as that of the small disc the radius of the large one is; the large one
  /// stays. Empty for objects as they are, as it must be where they are no discs.
  public var ratios: [Double]
  /// What the values of the object and of the background become.
  public var reductions = Reduction.allCases
  /// S, the smoothing of every loss that has it and for which the experiment sets none.
  public var smoothings = [1, 1e-5]
  /// The tolerances τ under which a change is a stall, each in [0, 1).
  public var tolerances = [1e-3, 1e-4, 1e-2]
  /// What "increases" means in claims 1 and 2.
  public var readings = ClaimReading.allCases

  /// What becomes of the values of a loss on the two classes, object and background. Whether elements and
  /// items of a batch are summed or averaged changes no curve that is scaled by its own range.
  public enum Reduction: String, Codable, CaseIterable, Sendable {
    /// The value on the object stands alone.
    case object
    /// The mean of the values on the object and on the background, whose probability is 1 − p.
    case classes = "mean of object and background"
  }

  /// Varies the protocol of an experiment.
  public init(_ experiment: ExperimentConfiguration) {
    self.experiment = experiment
    ratios = experiment.objects == ObjectSpecification.standard ? [12, 4, 30] : []
  }

  /// Varies the protocol of the article's figure along paths that any object can take.
  public init() { self.init(.robustness) }

  public var output: OutputSpecification {
    get { experiment.output }
    set { experiment.output = newValue }
  }

  public var mostElements: Int {
    grids.compactMap { try? GridSpecification($0).grid().count }.max() ?? 0
  }
}

// MARK: - Scenes

/// What the predictions of a protocol are made from.
struct RobustnessScene: Codable, Hashable, Sendable {
  /// Identifier of the path.
  var path: String
  /// How predictions are made of objects.
  var probabilities: ProbabilityDescription
  /// Extents of the grid.
  var grid: [Int]
  /// How far `slide` goes.
  var reach: Double
  /// The ratio of the radii; none for objects as they are.
  var ratio: Double?
}

extension RobustnessConfiguration {
  /// Every path with every model, and everything else one at a time.
  var scenes: [RobustnessScene] {
    guard let grid = grids.first, let reach = reaches.first else { return [] }
    let crossed = experiment.paths.flatMap { path in
      probabilities.map {
        RobustnessScene(
          path: path, probabilities: $0, grid: grid, reach: reach, ratio: ratios.first)
      }
    }
    func others<Value>(
      _ values: [Value], _ key: WritableKeyPath<RobustnessScene, Value>
    ) -> [RobustnessScene] {
      values.dropFirst().compactMap { value in
        var scene = crossed.first
        scene?[keyPath: key] = value
        return scene
      }
    }
    return crossed + others(grids, \.grid) + others(reaches, \.reach)
      + others(ratios.map(Optional.some), \.ratio)
  }

  /// The large and the small object of a scene.
  func objects(_ scene: RobustnessScene) -> [ObjectSpecification] {
    let objects = experiment.objects.filter { ["large", "small"].contains($0.name) }
    guard let ratio = scene.ratio, let large = objects.first(where: { $0.name == "large" }),
      case .disc(let radius) = large.shape
    else { return objects }
    return objects.map { object in
      object.name == "small"
        ? ObjectSpecification(name: object.name, shape: .disc(radius: radius / ratio)) : object
    }
  }

  /// The ratio of the radii of the experiment's own discs.
  var ownRatio: Double? {
    func radius(_ name: String) -> Double? {
      guard case .disc(let radius) = experiment.objects.first(where: { $0.name == name })?.shape
      else { return nil }
      return radius
    }
    guard let large = radius("large"), let small = radius("small") else { return nil }
    return large / small
  }

  /// Whether the experiment sets no smoothing of a loss.
  func variesSmoothing(of id: String) -> Bool {
    experiment.losses.allSatisfy { $0.id != id || $0.parameters["smoothing"] == nil }
  }

  /// The losses, each with every smoothing where it has one and the experiment sets none.
  func smoothedLosses(in catalogue: Catalogue) throws -> [LossSelection] {
    try experiment.losses.map { selection in
      let parameters = try catalogue.entry(id: selection.id).specification.parameters
      guard parameters.contains(where: { $0.name == "smoothing" }),
        variesSmoothing(of: selection.id)
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

extension ProbabilityDescription {
  /// What the figure takes, with noise of a standard deviation of 1 on the logits, fresh at every step.
  static let noisy: ProbabilityDescription = {
    var noisy = ProbabilityDescription.standard
    noisy.noise = 1
    return noisy
  }()
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
