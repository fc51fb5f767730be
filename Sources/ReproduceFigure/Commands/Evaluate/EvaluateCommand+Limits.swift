import Experiments
import FieldFiles
import Losses
import Studies

extension EvaluateCommand {
  /// Refuses a pair that takes more memory than it may.
  ///
  /// - Throws: `RunLimitError`.
  func requireMemory(elements: Int, evaluations: Int) throws {
    try limits.limits.require(
      RunEstimate(elements: elements, evaluations: evaluations, threads: 1))
  }

  /// Refuses several predictions that take more memory than they may, or more time where nothing of them is
  /// kept to be resumed.
  ///
  /// All files are taken to be as large as the first truth; where that cannot be read, the run itself says so.
  ///
  /// - Throws: `RunLimitError`.
  func requireLimits(for study: EvaluationStudy) throws {
    let configuration = study.configuration
    guard let path = configuration.pairs.first?.truth, let truth = try? FieldFile(contentsOf: path)
    else { return }
    var limits = limits.limits
    if several.output != nil { limits.hours = .infinity }
    try limits.require(
      RunEstimate(
        elements: truth.count, predictions: configuration.pairs.count,
        evaluations: study.columns.count * max(1, configuration.labels.count),
        threads: min(Parallelism.threads, study.cellCount), isOfFiles: true))
  }
}
