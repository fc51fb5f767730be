import Documents
import Experiments
import Losses
import Metrics

/// Everything that decides which loss is advised for the masks of a user.
public struct AdviceConfiguration: Hashable, Sendable {
  /// The masks as objects from files, the losses and metrics, steps and seeds. Files are read when
  /// their turn comes. Where it names no path, those that are likely on each mask.
  public var experiment = ExperimentConfiguration.advice
  /// The share of the range of a metric's values on one truth from which on two predictions differ.
  public var resolution = 0.01
  /// Number of bootstrap resamples behind the intervals. 100 … 100000.
  public var resamples = 1000
  /// How many elements of background around the object are kept. 1 … 1000.
  public var margin = 24
  /// A folder with the `descend.json` of a training, which is shown beside the ranking. It decides no
  /// outcome, and is no part of a run's identity.
  public var descend: String?

  /// The usual losses, judged by Dice and the 95 % Hausdorff distance; no mask.
  public init() {}

  /// With fewer masks than this nothing can be said of others: intervals are then over the runs of
  /// the paths on these masks.
  public static let leastMasks = 6
}

extension AdviceConfiguration: StudyConfiguration {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case experiment, resolution, resamples, margin, descend
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    experiment = try container.decode(.experiment, default: experiment)
    resolution = try container.decode(.resolution, default: resolution)
    resamples = try container.decode(.resamples, default: resamples)
    margin = try container.decode(.margin, default: margin)
    descend = try container.decodeIfPresent(String.self, forKey: .descend)
  }

  public var output: OutputSpecification {
    get { experiment.output }
    set { experiment.output = newValue }
  }

  /// Whether intervals are over the masks, and say something of other masks.
  public var isAboutOtherMasks: Bool { experiment.objects.count >= Self.leastMasks }

  /// - Throws: `ConfigurationError`, or what else is wrong with the experiment.
  func validate(for registries: Registries) throws {
    try experiment.requireSingleObjects()
    var experiment = experiment
    if experiment.paths.isEmpty { experiment.paths = registries.paths.ids }
    try experiment.validate(for: registries)
    let lists = [("losses", experiment.losses.count), ("metrics", experiment.metrics.count)]
    for (name, count) in lists where count == 0 {
      throw ConfigurationError.outOfRange(name, value: "empty", expected: "at least one")
    }
    guard (1...1000).contains(margin) else {
      throw ConfigurationError.outOfRange(
        "margin", value: "\(margin)", expected: "a value in [1, 1000]")
    }
    try BlockPairs.validate(experiment, of: "mask", resolution: resolution, resamples: resamples)
  }
}

extension ExperimentConfiguration {
  /// The losses that are trained with most, by Dice and the 95 % Hausdorff distance; eight steps, two
  /// seeds of random paths. It names no mask and no path.
  public static let advice: ExperimentConfiguration = {
    var configuration = ExperimentConfiguration()
    configuration.objects = []
    configuration.paths = []
    configuration.steps = 8
    configuration.repeats = 2
    configuration.losses = [
      "cross-entropy", "focal", "top-k-cross-entropy", "dice", "squared-dice", "tversky",
      "focal-tversky", "lovasz", "dice-cross-entropy", "dice-focal", "combo", "boundary",
      "hausdorff-distance-transform",
    ].map { LossSelection($0) }
    configuration.metrics = [MetricSelection("dice-score"), MetricSelection("hausdorff-95")]
    return configuration
  }()
}

/// One way to make predictions and to set losses: advice that changes with it is no advice.
public struct AdviceVariant: Codable, Hashable, Sendable {
  /// What names it.
  public let name: String
  /// How predictions are made of masks.
  public let probabilities: ProbabilityDescription
  /// S of the losses that have it; their defaults without one.
  public let smoothing: Double?

  /// The first is what advice is given by; each other one changes one thing of it.
  public static let all = [
    AdviceVariant(name: "standard"),
    AdviceVariant(name: "floor 0.01", floor: 0.01),
    AdviceVariant(name: "floor 0", floor: 0),
    AdviceVariant(name: "noise 1", noise: 1),
    AdviceVariant(name: "smoothing 1", smoothing: 1),
  ]

  private init(name: String, floor: Double = 1e-4, noise: Double = 0, smoothing: Double? = nil) {
    self.name = name
    self.smoothing = smoothing
    var probabilities = ProbabilityDescription("sigmoid", ["width": 1, "floor": floor])
    probabilities.noise = noise
    self.probabilities = probabilities
  }
}
