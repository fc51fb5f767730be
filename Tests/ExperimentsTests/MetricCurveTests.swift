import Documents
import Experiments
import Foundation
import Losses
import Metrics
import Testing

/// Metrics along the steps of an experiment.
@Suite struct MetricCurveTests {
  private static func configuration(_ metrics: [String]) -> ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [48, 48]
    configuration.objects = [ObjectSpecification(name: "disc", shape: .disc(radius: 6))]
    configuration.paths = ["shift"]
    configuration.steps = 8
    configuration.losses = [LossSelection("dice")]
    configuration.metrics = metrics.map { MetricSelection($0) }
    return configuration
  }

  @Test func scoresAreTakenFromOneAndDistancesAsTheyAre() throws {
    let ids = ["dice-score", "hausdorff", "volume-difference"]
    let result = try Experiment(Self.configuration(ids), registries: .standard).run()
    let scene = try #require(result.scenes.first)
    #expect(scene.metrics.map(\.curve.key) == ids)
    #expect(scene.metrics.map(\.unit) == [.share, .length, .share])
    var maker = scene.scene.stepMaker()
    for step in 0...8 {
      maker.make(step: step)
      let sample = try MetricSample(prediction: maker.mask, truth: scene.object.mask)
      for (id, metric) in zip(ids, scene.metrics) {
        let value = try #require(
          try MetricCatalogue.standard.metric(id: id).value(sample))
        let error = id == "dice-score" ? 1 - value : abs(value)
        #expect(metric.curve.values[step] == error, "\(id) at step \(step)")
      }
    }
    // A disc that only moves keeps its volume.
    #expect(scene.metrics[2].curve.monotonicity.verdict == .flat)
    #expect(scene.metrics[1].curve.monotonicity.verdict == .strictlyIncreasing)
  }

  @Test func reportTableAndJSONHaveThem() throws {
    let configuration = Self.configuration(["iou", "assd"])
    let report = Report(try Experiment(configuration, registries: .standard).run())
    let table = String(decoding: try #require(try report.metricsCSV()), as: UTF8.self)
    #expect(table.split(separator: "\n").count == 1 + 2 * 9)
    #expect(table.hasPrefix("object,path,metric,step,error,lower,upper,rises,experiment\n"))
    #expect(try report.markdown().contains("| metric | verdict |"))
    #expect(report.verdictTable().contains("\nassd"))
    let read = try JSONDecoder().decode(Report.self, from: report.json())
    #expect(read == report)
    #expect(read.configuration.metrics == configuration.metrics)
  }

  @Test func withoutMetricsNothingIsSaidOfThem() throws {
    let report = Report(try Experiment(Self.configuration([]), registries: .standard).run())
    #expect(try report.metricsCSV() == nil)
    #expect(try !report.markdown().contains("Metrics"))
    #expect(try !String(decoding: report.json(), as: UTF8.self).contains("\"metrics\""))
  }

  @Test func metricsWithoutAValueAtAStepAreNamed() throws {
    var configuration = Self.configuration(["dice-score", "component-f1", "cl-dice"])
    configuration.empty = .undefined
    configuration.metrics.append(MetricSelection("precision"))
    let result = try Experiment(configuration, registries: .standard).run()
    let scene = try #require(result.scenes.first)
    #expect(scene.metrics.count + scene.undefined.count == 4)
    for metric in scene.undefined {
      #expect(try Report(result).markdown().contains("\(metric.id) has no value at step"))
    }
  }

  @Test func aMetricTwiceIsRefused() {
    #expect(throws: ConfigurationError.duplicateMetric("iou")) {
      try Experiment(Self.configuration(["iou", "iou"]), registries: .standard)
    }
  }
}
