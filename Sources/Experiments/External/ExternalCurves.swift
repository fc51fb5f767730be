import FieldFiles
import Foundation
import Losses

/// The curves of losses that other processes compute, and what went wrong with some of them.
///
/// A process is started once a loss and asked for every step of every object along every path. What
/// it answered before it failed is not used: a process that breaks the protocol once is not to be
/// believed.
struct ExternalCurves {
  private(set) var curves: [RecordedCurve] = []
  private(set) var failures: [ExternalLossError] = []

  /// Evaluates the losses one after the other.
  init(_ losses: [ExternalLoss], along scenes: [Scene], confidence: Confidence) {
    for loss in losses {
      do throws(ExternalLossError) {
        curves += try Self.curves(of: loss, along: scenes, confidence: confidence)
      } catch {
        failures.append(error)
      }
    }
  }

  private static func curves(
    of loss: ExternalLoss, along scenes: [Scene], confidence: Confidence
  ) throws(ExternalLossError) -> [RecordedCurve] {
    let process = try ExternalProcess(loss)
    defer { process.end() }
    var curves: [RecordedCurve] = []
    for scene in scenes {
      let truth = ProbabilityMap(scene.object.mask)
      var maker = scene.stepMaker()
      var runs: [[Double]] = []
      for run in scene.seeds.indices {
        var values: [Double] = []
        for step in 0...scene.lastStep {
          maker.make(step: step, run: run)
          values.append(
            try process.value(of: confidence.prediction(of: maker.mask), against: truth))
        }
        runs.append(values)
      }
      curves.append(
        RecordedCurve(
          object: scene.object.name, path: scene.path.id, loss: loss.name, runs: runs,
          source: loss.command))
    }
    try process.finish()
    return curves
  }
}

extension ExternalProcess {
  /// The value of the loss for one pair, handed over as `.npy` files of float64.
  ///
  /// A request is one line: the path of the prediction, a tab and the path of the truth.
  ///
  /// - Throws: ``ExternalLossError``.
  fileprivate func value(
    of prediction: ProbabilityMap, against truth: ProbabilityMap
  ) throws(ExternalLossError) -> Double {
    let files = ["prediction.npy", "truth.npy"].map { folder.appendingPathComponent($0).path }
    do {
      try writeNumPy(prediction, to: files[0])
      try writeNumPy(truth, to: files[1])
    } catch {
      throw .notStarted(loss: loss.name, reason: error.description)
    }
    return try answer(to: files.joined(separator: "\t"))
  }
}
