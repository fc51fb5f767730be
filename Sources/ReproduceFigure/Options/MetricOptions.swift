import ArgumentParser
import Metrics

/// Which metrics to take, and what stands where one has no value.
struct MetricOptions: ParsableArguments {
  @Option(help: "Metrics: all, or identifiers separated by commas; `metrics` lists them.")
  var metrics: String?

  @Option(
    help: ArgumentHelp(
      "A parameter of a metric, as surface-dice.tolerance=1. Repeatable.",
      valueName: "id.name=value"))
  var metricParameter: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where a metric has no value, mostly because a mask is empty: penalise counts equal masks as "
        + "perfect and others as the worst, undefined leaves the value out.",
      valueName: "penalise|undefined"))
  var empty = EmptyPolicy.penalise

  /// The metrics that are asked for, in order.
  func selected() throws -> [any Metric] {
    guard let metrics else {
      guard metricParameter.isEmpty else {
        throw ValidationError("--metric-parameter needs --metrics")
      }
      return []
    }
    let ids =
      metrics == "all"
      ? Program.metrics.entries.map(\.id)
      : metrics.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var parameters: [String: [String: Double]] = [:]
    for assignment in metricParameter {
      let (id, name, value) = try Self.parts(of: assignment)
      guard ids.contains(id) else {
        _ = try Program.metrics.entry(id: id)
        throw ValidationError(
          "--metric-parameter \(assignment): '\(id)' is not among the --metrics")
      }
      parameters[id, default: [:]][name] = value
    }
    return try ids.map { try Program.metrics.metric(id: $0, parameters: parameters[$0] ?? [:]) }
  }

  /// `surface-dice.tolerance=1` as identifier, parameter and value.
  private static func parts(
    of assignment: String
  ) throws -> (id: String, name: String, value: Double) {
    let halves = assignment.split(separator: "=", maxSplits: 1).map(String.init)
    let names = halves.first?.split(separator: ".", maxSplits: 1).map(String.init) ?? []
    guard halves.count == 2, names.count == 2, let value = Double(halves[1]) else {
      throw ValidationError(
        "--metric-parameter is '\(assignment)'; expected a number as surface-dice.tolerance=1")
    }
    return (names[0], names[1], value)
  }
}

extension EmptyPolicy: ExpressibleByArgument {}
