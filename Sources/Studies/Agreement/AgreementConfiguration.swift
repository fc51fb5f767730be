import Documents
import Experiments
import Losses
import Metrics

/// Everything that decides what the agreement of losses and metrics is judged from.
public struct AgreementConfiguration: Hashable, Sendable {
  /// Objects, paths, steps, seeds, losses and metrics. Where it names no path, all that there are; no
  /// loss, all; no metric, all.
  public var experiment = ExperimentConfiguration.agreement
  /// The share of the range of a metric's values on one truth from which on two predictions differ
  /// by it. In [0, 1).
  public var resolution = 0.01
  /// Number of bootstrap resamples behind the intervals. 100 … 100000.
  public var resamples = 1000
  /// The loss and the metric whose predictions are shown one by one.
  public var scatter = ScatterSelection()
  /// The metrics for which agreement is drawn against the size of the object; those of them that
  /// are not among the metrics are passed over.
  public var highlights = ["dice-score", "hausdorff-95", "surface-dice"]

  /// All losses and metrics on discs of several sizes along every path.
  public init() {}

  /// What the scatter shows. What is not named here, or not computed, is the first that there is.
  public struct ScatterSelection: Hashable, Sendable {
    /// Key of the loss.
    public var loss: String? = "dice"
    /// Identifier of the metric.
    public var metric: String? = "hausdorff-95"
    /// Name of the object.
    public var object: String?

    /// Dice loss against the 95 % Hausdorff distance on the first object.
    public init() {}
  }
}

extension AgreementConfiguration: StudyConfiguration {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case experiment, resolution, resamples, scatter, highlights
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    experiment = try container.decode(.experiment, default: experiment)
    resolution = try container.decode(.resolution, default: resolution)
    resamples = try container.decode(.resamples, default: resamples)
    scatter = try container.decode(.scatter, default: scatter)
    highlights = try container.decode(.highlights, default: highlights)
  }

  public var output: OutputSpecification {
    get { experiment.output }
    set { experiment.output = newValue }
  }

  public var mostElements: Int { experiment.mostElements }

  /// - Throws: `ConfigurationError`, or what else is wrong with the experiment.
  func validate(for registries: Registries) throws {
    try experiment.validate(for: registries)
    try BlockPairs.validate(
      experiment, of: "object", resolution: resolution, resamples: resamples)
  }

  /// The same with every path, loss and metric named.
  package func filled(with registries: Registries) -> AgreementConfiguration {
    var filled = self
    if experiment.paths.isEmpty { filled.experiment.paths = registries.paths.ids }
    if experiment.losses.isEmpty {
      filled.experiment.losses = registries.losses.specifications.filter(\.isInAll)
        .map { LossSelection($0.id) }
    }
    if experiment.metrics.isEmpty {
      filled.experiment.metrics = registries.metrics.entries.map { MetricSelection($0.id) }
    }
    return filled
  }
}

extension BlockPairs {
  /// Checks how the predictions of each truth are compared.
  ///
  /// - Parameters:
  ///   - experiment: makes the predictions.
  ///   - truth: what each of them is of, in a word.
  ///   - resolution: the share of a metric's range from which on it tells predictions apart. 0 ≤ x < 1.
  ///   - resamples: of the bootstrap. 100 … 100 000.
  /// - Throws: `ConfigurationError`.
  static func validate(
    _ experiment: ExperimentConfiguration, of truth: String, resolution: Double, resamples: Int
  ) throws {
    try validate(resolution: resolution, resamples: resamples)
    let predictions = experiment.paths.count * experiment.repeats * (experiment.steps + 1)
    guard predictions <= mostPredictions else {
      throw ConfigurationError.outOfRange(
        "the number of predictions of one \(truth) (paths x seeds x steps)",
        value: "\(predictions)",
        expected: "at most \(mostPredictions), since all pairs of them are compared")
    }
  }

  /// Checks what decides which pairs are told apart, and the number of resamples.
  ///
  /// - Throws: `ConfigurationError`.
  static func validate(resolution: Double, resamples: Int) throws(ConfigurationError) {
    guard (0..<1).contains(resolution) else {
      throw .outOfRange("resolution", value: "\(resolution)", expected: "a value in [0, 1)")
    }
    guard (100...100_000).contains(resamples) else {
      throw .outOfRange("resamples", value: "\(resamples)", expected: "a value in [100, 100000]")
    }
  }
}

extension AgreementConfiguration.ScatterSelection: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case loss, metric, object }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    loss = try container.decodeIfPresent(String.self, forKey: .loss) ?? loss
    metric = try container.decodeIfPresent(String.self, forKey: .metric) ?? metric
    object = try container.decodeIfPresent(String.self, forKey: .object)
  }
}

extension ExperimentConfiguration {
  /// Discs of four sizes on a grid of 96 × 96, ten steps, two seeds of random paths. It names no
  /// path, loss or metric, which stands for all that there are.
  public static let agreement: ExperimentConfiguration = {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [96, 96]
    configuration.objects = .discs(from: 3, to: 24, count: 4)
    configuration.paths = []
    configuration.steps = 10
    configuration.repeats = 2
    configuration.losses = []
    return configuration
  }()
}
