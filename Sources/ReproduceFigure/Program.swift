import Experiments
import Metrics
import Studies

/// What this program knows: handed to everything that it runs, and named nowhere else.
enum Program {
  /// Losses and error paths.
  static let registries = Registries.standard
  /// Metrics.
  static let metrics = MetricCatalogue.standard
  /// Studies, which become commands.
  static let studies = StudyRegistry.standard
}
