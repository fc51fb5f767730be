import Foundation
import Losses
import Metrics
import TestSupport
import Testing

/// The metrics command, and metrics in evaluate.
@Suite struct MetricsCommandTests {
  @Test func listsEveryMetricAndShowsOne() throws {
    let list = try Program.run(["metrics"])
    #expect(list.status == 0, "\(list.errors)")
    let ids = list.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
    #expect(ids.map(String.init) == MetricCatalogue.standard.entries.map(\.id))
    for metric in MetricCatalogue.standard.specifications {
      let shown = try Program.run(["metrics", metric.id]).output
      #expect(shown.hasPrefix("\(metric.id): \(metric.name)\n"))
      for text in [metric.formula, metric.edgeCases] + metric.parameters.map(\.summary) {
        #expect(shown.contains(text), "\(metric.id)")
      }
    }
  }

  @Test func aMetricThatThereIsNotIsNamed() throws {
    let outcome = try Program.run(["metrics", "hausdorff-59"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("did you mean 'hausdorff-95'?"))
  }
}
