import Experiments
import LongRuns

/// Figures over many voxels tell on a terminal how far they have come, as long runs do.
extension ProgressReporter: ExperimentProgress {
  public func begin(predictions: Int) { begin(finished: 0, of: predictions) }

  /// A reporter for one figure: most take no second and say nothing.
  static var figure: ProgressReporter? {
    terminal(name: "figure", unit: "predictions", after: .seconds(1))
  }
}
