import ArgumentParser
import Metrics
import Texts

/// Lists the metrics, or shows one in full.
struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Lists the metrics; with an identifier, shows one in full.")

  @Argument(help: "Identifier of a metric.")
  var id: String?

  func run() throws {
    try reportingErrors {
      if let id {
        let specification = try Program.registries.metrics.entry(id: id).specification
        try StandardOutput.write(Self.description(of: specification))
      } else {
        try StandardOutput.write(Self.list(Program.registries.metrics.specifications))
      }
    }
  }

  /// One line a metric.
  static func list(_ specifications: [MetricSpecification]) -> String {
    TextTable.aligned(
      specifications.map { metric in
        let parameters = metric.parameters.map { "\($0.name)=\(shortNumber($0.defaultValue))" }
        return [
          metric.id, metric.direction.rawValue, metric.unit.rawValue,
          ([metric.source] + parameters).joined(separator: "; "),
        ]
      }
    ).joined(separator: "\n")
  }

  /// Everything that is known of a metric.
  static func description(of metric: MetricSpecification) -> String {
    let range = metric.range
    let upper = range.upperBound.isFinite ? "\(shortNumber(range.upperBound))]" : "∞)"
    var rows = [
      ["formula", metric.formula],
      ["direction", metric.direction.rawValue],
      ["unit", metric.unit.rawValue],
      ["range", "[\(shortNumber(range.lowerBound)), \(upper)"],
      [
        "source",
        ([metric.source] + [metric.reference?.description].compactMap(\.self))
          .joined(separator: ", "),
      ],
      ["edge cases", metric.edgeCases],
      [
        "ignored",
        metric.looksAtPlaces ? "background in prediction and truth" : "left out",
      ],
    ]
    for (index, parameter) in metric.parameters.enumerated() {
      rows.append([
        index == 0 ? "parameters" : "",
        "\(parameter.name) = \(shortNumber(parameter.defaultValue)): \(parameter.summary); "
          + "\(parameter.range)",
      ])
    }
    return (["\(metric.id): \(metric.name)"] + TextTable.aligned(rows)).joined(separator: "\n")
  }
}
