import Experiments
import Losses
import Metrics

extension Scene {
  /// What `body` makes of each prediction, run by run and step by step, one prediction at a time.
  ///
  /// - Parameter seed: of what losses draw at random.
  func mapPredictions<Result>(
    seed: UInt64, _ body: (Sample) throws -> Result
  ) throws -> [[Result]] {
    let truth = ProbabilityMap(object.mask)
    // What losses derive from the truth is made once for all steps and runs.
    var sample = try Sample(
      prediction: truth, truth: truth, seed: seed, servesManyPredictions: true)
    var maker = predictionMaker()
    return try seeds.indices.map { run in
      try (0...lastStep).map { step in
        maker.setPrediction(of: &sample, step: step, run: run)
        return try body(sample)
      }
    }
  }

  /// Run by run and step by step what each loss and then each metric says, the larger the worse; none
  /// where a metric has no value.
  func judged(
    by losses: [any Loss], _ metrics: [any Metric], in experiment: ExperimentConfiguration
  ) throws -> [[[Double?]]] {
    let base = try MetricSample(prediction: object.mask, truth: object.mask)
    return try mapPredictions(seed: experiment.seed) { sample in
      let pair = try base.replacingPrediction(with: sample.prediction)
      return try losses.map { try $0.value(sample) }
        + metrics.map { metric in
          try metric.value(pair, empty: experiment.empty).map {
            metric.specification.direction.badness(of: $0)
          }
        }
    }
  }
}
