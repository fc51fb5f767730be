import ArgumentParser
import Experiments
import Metrics

/// Which metrics to take, and what stands where one has no value.
struct MetricOptions: ConfigurationOptions {
  @Option(help: "Metrics: all, or identifiers separated by commas; `metrics` lists them.")
  var metrics: String?

  @Option(
    help: ArgumentHelp(
      "A parameter of a metric, as surface-dice.tolerance=1. Repeatable.",
      valueName: "id.name=value"))
  var metricParameter: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where a metric has no value, mostly because a mask is empty: penalise (the default) counts "
        + "equal masks as perfect and others as the worst, undefined leaves the value out.",
      valueName: "penalise|undefined"))
  var empty: EmptyPolicy?

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.metrics = try selections(standard: configuration.metrics)
    configuration.empty = empty ?? configuration.empty
  }

  /// The metrics that are asked for, with their parameters.
  ///
  /// - Parameter standard: the metrics where none is named.
  func selections(standard: [MetricSelection] = []) throws -> [MetricSelection] {
    var selections = try metrics.map { try MetricSelection.list($0) } ?? standard
    guard !selections.isEmpty || metricParameter.isEmpty else {
      throw ValidationError("--metric-parameter needs --metrics")
    }
    for assignment in metricParameter {
      let (id, name, value) = try Self.parts(of: assignment)
      let indices = selections.indices.filter { selections[$0].id == id }
      guard !indices.isEmpty else {
        _ = try Program.registries.metrics.entry(id: id)
        throw ValidationError(
          "--metric-parameter \(assignment): '\(id)' is not among the --metrics")
      }
      for index in indices { selections[index].parameters[name] = value }
    }
    return selections
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

extension MetricSelection {
  /// `all`, or identifiers separated by commas.
  static func list(_ text: String) throws -> [MetricSelection] {
    let catalogue = Program.registries.metrics
    if text == "all" { return catalogue.entries.map { MetricSelection($0.id) } }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { id in
      MetricSelection(try catalogue.entry(id: String(id)).id)
    }
  }
}

extension EmptyPolicy: ExpressibleByArgument {}
