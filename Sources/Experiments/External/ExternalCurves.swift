import Losses

/// The curves of losses that other processes compute, and what went wrong with some of them.
///
/// A process is started once a loss and asked for every step of every object along every path, in
/// that order where it takes one request at a time. What it answered before it failed is not used.
struct ExternalCurves {
  private(set) var curves: [RecordedCurve] = []
  private(set) var failures: [ExternalLossError] = []

  /// Evaluates the losses one after the other.
  ///
  /// - Throws: `GridError`, or `LossError` of a loss that is not a process.
  init(_ losses: [ProcessLoss], along scenes: [Scene]) throws {
    for loss in losses {
      do {
        let first = try scenes.first.map(Self.firstRequest)
        let curves =
          if let first, try loss.handshake(greeting: first) != nil {
            try concurrentMap(count: scenes.count, state: ()) {
              try Self.curve(of: loss, along: scenes[$1])
            }
          } else {
            try scenes.map { try Self.curve(of: loss, along: $0) }
          }
        try loss.finish()
        self.curves += curves
      } catch let error as ExternalLossError {
        failures.append(error)
      }
    }
  }

  private static func firstRequest(_ scene: Scene) throws -> Sample {
    var sample = try SceneSample(scene, seed: 0)
    var maker = scene.predictionMaker()
    try maker.setPrediction(of: &sample, step: 0, run: 0)
    return sample.object
  }

  private static func curve(
    of loss: ProcessLoss, along scene: Scene
  ) throws -> RecordedCurve {
    var sample = try SceneSample(scene, seed: 0)
    var maker = scene.predictionMaker()
    let runs = try scene.seeds.indices.map { run in
      try (0...scene.lastStep).map { step in
        try maker.setPrediction(of: &sample, step: step, run: run)
        return try sample.value(of: loss)
      }
    }
    return RecordedCurve(
      object: scene.object.name, path: scene.path.id, loss: loss.name, runs: runs,
      source: loss.command)
  }
}
