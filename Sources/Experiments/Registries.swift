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

  /// These and losses that other processes compute.
  ///
  /// - Throws: ``ConfigurationError/duplicateName(_:)`` where a loss of the catalogue, or another of
  ///   them, has the same name.
  public func adding(_ losses: [ExternalLoss]) throws(ConfigurationError) -> Registries {
    var registries = self
    for loss in losses {
      do throws(LossError) {
        registries.losses = try registries.losses.adding(loss.entry)
      } catch {
        throw .duplicateName(loss.name)
      }
    }
    return registries
  }

  /// Every loss, path, metric and probability model of this package, for programs and tests to hand on.
  public static let standard = Registries(losses: .standard, paths: .standard)
}
