import Experiments
import Studies

/// What this program knows: handed to everything that it runs, and named nowhere else.
enum Program {
  /// Losses, error paths and metrics.
  static let registries = Registries.standard
  /// Studies, which become commands.
  static let studies = StudyRegistry.standard
}
