import Losses
import Metrics

extension Experiment {
  /// What each metric says of a prediction, as 1 − score or as a distance; none where it has no value.
  func errors(
    of sample: SceneSample, by metrics: [any Metric], _ judge: SceneMetrics
  ) throws -> [Double?] {
    zip(metrics, try judge.values(of: sample, by: metrics, empty: configuration.empty))
      .map { metric, value in value.map(metric.specification.error) }
  }

  /// The curves of metrics.
  ///
  /// - Parameters:
  ///   - metrics: what judged.
  ///   - runs: run by run and step by step one number for each metric.
  /// - Returns: the curves, and the metrics that have no value at some step and therefore none.
  func metricCurves(
    of metrics: [any Metric], _ runs: [[[Double?]]]
  ) -> (curves: [MetricCurve], undefined: [UndefinedMetric]) {
    var (curves, undefined): ([MetricCurve], [UndefinedMetric]) = ([], [])
    for (index, metric) in metrics.enumerated() {
      let specification = metric.specification
      let values = runs.map { steps in steps.map { $0[index] } }
      if let missing = values.lazy.compactMap({ $0.firstIndex(of: nil) }).first {
        undefined.append(UndefinedMetric(id: specification.id, step: missing))
        continue
      }
      let curve = Curve(
        key: specification.id, label: specification.errorName, loss: nil, family: nil,
        runs: values.map { $0.compactMap(\.self) }, tolerance: configuration.tolerance)
      curves.append(MetricCurve(unit: specification.unit, curve: curve))
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
