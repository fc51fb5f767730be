import Experiments
import Losses
import Metrics

extension Scene {
  /// What `body` makes of each prediction, run by run and step by step, one prediction at a time.
  ///
  /// - Parameter seed: of what losses draw at random.
  func mapPredictions<Result>(
    seed: UInt64, _ body: (SceneSample) throws -> Result
  ) throws -> [[Result]] {
    var sample = try SceneSample(self, seed: seed)
    var maker = predictionMaker()
    return try seeds.indices.map { run in
      try (0...lastStep).map { step in
        try maker.setPrediction(of: &sample, step: step, run: run)
        return try body(sample)
      }
    }
  }

  /// Run by run and step by step what each loss and then each metric says, the larger the worse; none
  /// where a metric has no value.
  func judged(
    by losses: [any Loss], _ metrics: [any Metric], in experiment: ExperimentConfiguration
  ) throws -> [[[Double?]]] {
    let judge = try SceneMetrics(self)
    return try mapPredictions(seed: experiment.seed) { sample in
      let judged = try judge.values(of: sample, by: metrics, empty: experiment.empty)
      return try losses.map { try sample.value(of: $0) }
        + zip(metrics, judged).map { metric, value in
          value.map { metric.specification.direction.badness(of: $0) }
        }
    }
  }
}
