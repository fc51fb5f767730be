import Foundation
import Losses

/// The value of an external loss at every step of an object along a path; the mean over the seeds.
///
/// Truth and predictions are handed over as `.npy` files of float64. A request is one line: the
/// path of the prediction, a tab and the path of the truth.
///
/// - Throws: ``ExternalLossError``.
func externalValues(
  of loss: ExternalLoss, along drift: Drift, confidence: Confidence
) throws(ExternalLossError) -> [Double] {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("external-loss-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  let requests: [[String]]
  do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    requests = try writeRequests(drift, confidence: confidence, in: folder)
  } catch {
    throw .notStarted(loss: loss.name, reason: "\(error)")
  }
  let process = try ExternalProcess(loss)
  defer { process.end() }
  var runs: [[Double]] = []
  for run in requests {
    var values: [Double] = []
    for request in run { values.append(try process.answer(to: request)) }
    runs.append(values)
  }
  return columnMeans(runs)
}

/// Writes what the requests speak of; one list of requests for each seed.
private func writeRequests(
  _ drift: Drift, confidence: Confidence, in folder: URL
) throws -> [[String]] {
  let truth = folder.appendingPathComponent("truth.npy").path
  try writeNumPy(ProbabilityMap(drift.object.mask), to: truth)
  return try drift.traces.enumerated().map { seed, trace in
    try trace.steps.enumerated().map { step, state in
      let prediction = folder.appendingPathComponent("prediction-\(seed)-\(step).npy").path
      try writeNumPy(confidence.prediction(of: state.mask), to: prediction)
      return "\(prediction)\t\(truth)"
    }
  }
}
