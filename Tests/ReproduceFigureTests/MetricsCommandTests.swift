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

  private struct Output: Decodable {
    struct Value: Decodable {
      let id: String
      let value: Double?
    }
    let losses: [Value]
    let metrics: [Value]?
  }

  /// Runs `evaluate` on arrays of 4 × 5 elements, of which the truth is empty where asked for.
  private func evaluate(
    isEmpty: Bool = false, _ arguments: [String],
    check: (Program.Outcome, MetricSample) throws -> Void
  ) throws {
    var random = SeededGenerator(seed: 7)
    let grid = try Grid(shape: [4, 5])
    let prediction = (0..<20).map { _ in random.uniform() }
    let truth = (0..<20).map { _ in isEmpty || random.uniform() < 0.6 ? 0.0 : 1 }
    let sample = try MetricSample(
      prediction: ProbabilityMap(prediction, on: grid), truth: ProbabilityMap(truth, on: grid))
    try withTemporaryFolder { folder in
      let files = ["truth.npy", "prediction.npy"].map { folder.appendingPathComponent($0) }
      try writeArray(truth, shape: [4, 5], to: files[0])
      try writeArray(prediction, shape: [4, 5], to: files[1])
      try check(
        Program.run(
          ["evaluate", "--truth", files[0].path, "--prediction", files[1].path, "--losses", "dice"]
            + arguments), sample)
    }
  }

  @Test func printsEveryDigitOfEveryMetric() throws {
    try evaluate(["--metrics", "all", "--json"]) { outcome, sample in
      #expect(outcome.status == 0, "\(outcome.errors)")
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      #expect(output.losses.map(\.id) == ["dice"])
      let metrics = try #require(output.metrics)
      #expect(metrics.map(\.id) == MetricCatalogue.standard.entries.map(\.id))
      for metric in metrics {
        let value = try MetricCatalogue.standard.metric(id: metric.id).value(sample)
        #expect(metric.value == value, "\(metric.id)")
      }
    }
  }

  @Test func takesParametersOfMetrics() throws {
    let arguments = ["--metrics", "f-beta,iou", "--metric-parameter", "f-beta.beta=0.5", "--json"]
    try evaluate(arguments) { outcome, sample in
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      #expect(output.metrics?.map(\.id) == ["f-beta", "iou"])
      #expect(output.metrics?.first?.value == (try FBeta(["beta": 0.5]).value(sample)))
    }
  }

  @Test func undefinedValuesAreNullAndADash() throws {
    let arguments = ["--metrics", "hausdorff,components-difference", "--empty", "undefined"]
    try evaluate(isEmpty: true, arguments + ["--json"]) { outcome, _ in
      #expect(outcome.output.contains(#"{"id":"hausdorff","value":null}"#), "\(outcome.output)")
    }
    try evaluate(isEmpty: true, arguments) { outcome, _ in
      let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("hausdorff ") }
      #expect(line?.hasSuffix(" –") == true, "\(outcome.output)")
    }
    try evaluate(isEmpty: true, ["--metrics", "hausdorff", "--json"]) { outcome, sample in
      let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
      #expect(output.metrics?.first?.value == sample.grid.diagonal)
    }
  }

  @Test(arguments: [
    (["--metrics", "houdsorff"], "did you mean 'hausdorff'?"),
    (["--metrics", ""], "did you mean"),
    (["--metrics", "iou", "--metric-parameter", "f-beta.beta=1"], "not among the --metrics"),
    (["--metrics", "f-beta", "--metric-parameter", "f-beta.beta"], "expected a number"),
    (["--metrics", "f-beta", "--metric-parameter", "f-beta.beta=0"], "f-beta.beta is 0"),
    (["--metric-parameter", "f-beta.beta=1"], "needs --metrics"),
    (["--metrics", "iou", "--empty", "nan"], "--empty"),
  ])
  func badMetricsAreNamed(arguments: [String], message: String) throws {
    try evaluate(arguments) { outcome, _ in
      #expect(outcome.status == 64)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }
}
