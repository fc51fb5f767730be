/// What is wrong with a request for a metric.
public enum MetricError: Error, Equatable, Sendable {
  /// No metric of the catalogue has this identifier.
  case unknownMetric(String, nearest: String)
  /// The metric has no parameter of this name.
  case unknownParameter(String, metric: String, known: [String])
  /// The parameter does not take this value.
  case parameterOutOfRange(String, value: Double, metric: String, range: String)
  /// Two metrics of a catalogue have the same identifier.
  case duplicateMetric(String)
}

extension MetricError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownMetric(let id, let nearest):
      "there is no metric '\(id)'; did you mean '\(nearest)'? "
        + "`reproduce-figure metrics` lists them all"
    case .unknownParameter(let name, let metric, let known):
      known.isEmpty
        ? "the metric '\(metric)' has no parameter '\(name)'; it takes none"
        : "the metric '\(metric)' has no parameter '\(name)'; it takes "
          + known.joined(separator: ", ")
    case .parameterOutOfRange(let name, let value, let metric, let range):
      "\(metric).\(name) is \(value); expected \(range)"
    case .duplicateMetric(let id):
      "two metrics have the identifier '\(id)'; give one of them another"
    }
  }
}
