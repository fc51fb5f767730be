import Losses
import Metrics

/// What an experiment may name: it knows the losses, error paths, metrics and probability models
/// that it is handed, and no others.
public struct Registries: Sendable {
  /// The losses.
  public var losses: Catalogue
  /// The error paths.
  public var paths: PathRegistry
  /// The metrics.
  public var metrics: MetricCatalogue
  /// The probability models.
  public var probabilities: ProbabilityRegistry
  /// Losses of other processes that were added.
  private var external: [ExternalLoss] = []

  /// Brings registries together.
  public init(
    losses: Catalogue, paths: PathRegistry, metrics: MetricCatalogue = .standard,
    probabilities: ProbabilityRegistry = .standard
  ) {
    self.losses = losses
    self.paths = paths
    self.metrics = metrics
    self.probabilities = probabilities
  }

  /// These and losses that other processes compute; those that are there already are the same ones, with
  /// the same process.
  ///
  /// - Throws: ``ConfigurationError/duplicateName(_:)`` where a loss of the catalogue, or another of
  ///   them, has the same name.
  public func adding(_ losses: [ExternalLoss]) throws(ConfigurationError) -> Registries {
    var registries = self
    for loss in losses where !external.contains(loss) {
      do throws(LossError) {
        registries.losses = try registries.losses.adding(loss.entry)
        registries.external.append(loss)
      } catch {
        throw .duplicateName(loss.name)
      }
    }
    return registries
  }

  /// Refuses losses of other processes that give no gradient, before anything is computed.
  ///
  /// - Throws: ``ExternalLossError``, or `LossError.unsupportedSample(loss:reason:)`.
  package func requireGradients(of external: [ExternalLoss]) throws {
    let grid = try Grid(shape: [4, 4])
    let truth = ProbabilityMap(try Mask((0..<16).map { $0 % 4 > 1 }, on: grid))
    let sample = try Sample(
      prediction: ProbabilityMap(truth.values.map { 0.25 + 0.5 * $0 }, on: grid), truth: truth)
    for loss in external {
      try (losses.loss(id: loss.name) as? ProcessLoss)?.requireGradient(greeting: sample)
    }
  }

  /// Every loss, path, metric and probability model of this package, for programs and tests to hand on.
  public static let standard = Registries(losses: .standard, paths: .standard)
}
