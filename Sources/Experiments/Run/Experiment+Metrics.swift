import Losses
import Metrics

extension Experiment {
  /// The curves of the metrics of the configuration: 1 − score, or a distance, at each step.
  ///
  /// - Returns: the curves, and the metrics that have no value at some step and therefore none.
  func metricCurves(
    along scene: Scene
  ) throws -> (curves: [MetricCurve], undefined: [UndefinedMetric]) {
    let metrics = try configuration.metrics.map { try $0.metric(in: registries.metrics) }
    guard !metrics.isEmpty else { return ([], []) }
    let truth = ProbabilityMap(scene.object.mask)
    let steps = scene.lastStep + 1
    let sample = try Sample(
      prediction: truth, truth: truth, seed: configuration.seed, servesManyPredictions: true)
    let pair = try MetricSample(prediction: truth, truth: truth)
    let errors = try concurrentMap(
      count: scene.seeds.count * steps,
      state: (sample: sample, maker: scene.predictionMaker())
    ) { state, job in
      state.maker.setPrediction(of: &state.sample, step: job % steps, run: job / steps)
      let judged = try pair.replacingPrediction(with: state.sample.prediction)
      return try metrics.map { metric in
        try metric.value(judged, empty: configuration.empty).map(metric.specification.error)
      }
    }
    var (curves, undefined): ([MetricCurve], [UndefinedMetric]) = ([], [])
    for (index, metric) in metrics.enumerated() {
      let values = errors.map { $0[index] }
      if let missing = values.firstIndex(of: nil) {
        undefined.append(UndefinedMetric(id: metric.specification.id, step: missing % steps))
        continue
      }
      let curve = Curve(
        key: metric.specification.id, label: metric.specification.errorName, loss: nil,
        family: nil,
        runs: scene.seeds.indices.map { run in
          values[(run * steps)..<((run + 1) * steps)].compactMap(\.self)
        }, tolerance: configuration.tolerance)
      curves.append(MetricCurve(unit: metric.specification.unit, curve: curve))
    }
    return (curves, undefined)
  }
}

/// A metric along one path of one object, as 1 − score or as a distance.
public struct MetricCurve: Codable, Hashable, Sendable {
  /// What it is measured in.
  public let unit: MetricUnit
  /// Its values, and how they rise as the prediction gets worse.
  public let curve: Curve
}

/// A metric without a curve, since it has no value at some step.
public struct UndefinedMetric: Codable, Hashable, Sendable {
  /// Identifier of the metric.
  public let id: String
  /// The first such step.
  public let step: Int
}

extension UndefinedMetric: CustomStringConvertible {
  public var description: String {
    "\(id) has no value at step \(step), mostly because a mask is empty there; "
      + "`--empty penalise` gives it the worst"
  }
}
