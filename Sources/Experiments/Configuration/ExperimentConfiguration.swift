import Losses
import Metrics

/// Everything that decides what an experiment computes and draws.
///
/// It is read from YAML, changed by flags of the command line and embedded in every output. Keys
/// that are left out have the defaults of the article's figure.
public struct ExperimentConfiguration: Hashable, Sendable {
  /// The grid that objects with a shape are drawn on.
  public var grid = GridSpecification()
  /// The objects, one panel each.
  public var objects = ObjectSpecification.standard
  /// How the objects are the classes of one scene; each is a scene of its own where left out.
  public var classes: ClassesSpecification?
  /// Identifiers of the error paths, one row of panels each.
  public var paths = ["slide"]
  /// K, the number of the last step; step 0 is the perfect prediction. 1 … 1000.
  public var steps = 20
  /// How far the last step of the path `slide` goes, in widths of the object: over 1, it leaves its
  /// truth. Over 0, at most 100.
  public var reach = 0.95
  /// How predictions are made of objects.
  public var probabilities = ProbabilityDescription.standard
  /// Seed of everything random.
  public var seed: UInt64 = 0
  /// R, the number of seeds over which random paths are repeated. 1 … 10000.
  public var repeats = 8
  /// τ as a share of a curve's range: smaller changes are stalls. In [0, 1).
  public var tolerance = 1e-3
  /// The losses, one curve for each of their settings.
  public var losses = Catalogue.figureLossIDs.map { LossSelection($0) }
  /// The metrics, a row of panels of their own; none by default.
  public var metrics: [MetricSelection] = []
  /// What stands where a metric has no value.
  public var empty = EmptyPolicy.penalise
  /// Files with curves that were computed elsewhere.
  public var curves: [String] = []
  /// Losses that another process computes.
  public var external: [ExternalLoss] = []
  /// Values of losses computed elsewhere, taken from an earlier report.
  public var recorded: [RecordedCurve] = []
  /// What is written.
  public var output = OutputSpecification()

  /// The configuration of the article's figure.
  public init() {}
}
