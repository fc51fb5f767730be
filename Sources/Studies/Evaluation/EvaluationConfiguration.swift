import Documents
import Experiments
import FieldFiles
import Losses
import Metrics

/// Everything that decides what is said of the predictions of a network.
public struct EvaluationConfiguration: Hashable, Sendable {
  /// The predictions and their truths.
  public var pairs: [PredictionPair] = []
  /// The labels that are a class of their own each; where there is none, the object is one class, as
  /// the reading says.
  public var labels: [Label] = []
  /// How truths are read.
  public var truthReading = ReadingOptions()
  /// How predictions are read.
  public var predictionReading = ReadingOptions()
  /// The losses.
  public var losses = ExperimentConfiguration.advice.losses
  /// Losses that other processes compute.
  public var external: [ExternalLoss] = []
  /// The metrics.
  public var metrics = ExperimentConfiguration.advice.metrics
  /// What stands where a metric has no value.
  public var empty = EmptyPolicy.penalise
  /// Seed of everything random.
  public var seed: UInt64 = 0
  /// The share of the range of a metric's values on a class from which on two of them differ. In [0, 1).
  public var resolution = 0.01
  /// Number of bootstrap resamples behind the intervals. 100 … 100000.
  public var resamples = 1000
  /// The loss and the metric whose values are shown prediction by prediction; the object is left out.
  public var scatter = AgreementConfiguration.ScatterSelection()
  /// What is written.
  public var output = OutputSpecification()

  /// The losses that are trained with most, by Dice and the 95 % Hausdorff distance; no prediction.
  public init() {}
}

extension EvaluationConfiguration: StudyConfiguration {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case pairs, labels, truthReading, predictionReading, losses, external, metrics, empty, seed
    case resolution, resamples, scatter, output
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    pairs = try container.decode(.pairs, default: pairs)
    labels = try container.decode(.labels, default: labels)
    truthReading = try container.decode(.truthReading, default: truthReading)
    predictionReading = try container.decode(.predictionReading, default: predictionReading)
    losses = try container.decode(.losses, default: losses)
    external = try container.decode(.external, default: external)
    metrics = try container.decode(.metrics, default: metrics)
    empty = try container.decode(.empty, default: empty)
    seed = try container.decode(.seed, default: seed)
    resolution = try container.decode(.resolution, default: resolution)
    resamples = try container.decode(.resamples, default: resamples)
    scatter = try container.decode(.scatter, default: scatter)
    output = try container.decode(.output, default: output)
  }
}

extension EvaluationConfiguration {
  /// What losses and metrics are, as an experiment says it.
  package var judges: ExperimentConfiguration {
    get {
      var experiment = ExperimentConfiguration()
      (experiment.losses, experiment.external) = (losses, external)
      (experiment.metrics, experiment.empty) = (metrics, empty)
      (experiment.seed, experiment.output) = (seed, output)
      return experiment
    }
    set {
      (losses, external) = (newValue.losses, newValue.external)
      (metrics, empty) = (newValue.metrics, newValue.empty)
      (seed, output) = (newValue.seed, newValue.output)
    }
  }

  /// Keys of the losses and metrics, as tables have them.
  var columns: [String] { judges.settings.map(\.key) + metrics.map(\.id) }

  /// - Throws: `ConfigurationError`, or what else is wrong with losses and metrics.
  func validate(for registries: Registries) throws {
    try judges.validate(for: registries)
    try BlockPairs.validate(resolution: resolution, resamples: resamples)
    let lists = [
      ("pairs", pairs.isEmpty), ("losses", judges.settings.isEmpty), ("metrics", metrics.isEmpty),
    ]
    for (name, isEmpty) in lists where isEmpty {
      throw ConfigurationError.outOfRange(name, value: "empty", expected: "at least one")
    }
    guard Set(labels).count == labels.count else {
      throw ConfigurationError.outOfRange(
        "labels", value: labels.map(\.description).joined(separator: ","),
        expected: "each label once")
    }
    if predictionReading.activation == .softmax && labels.isEmpty {
      throw ConfigurationError.outOfRange(
        "labels", value: "empty",
        expected: "the labels of the classes, since a softmax is taken over classes")
    }
  }
}
