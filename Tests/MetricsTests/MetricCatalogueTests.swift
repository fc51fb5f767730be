import Losses
import Metrics
import Testing

@Suite struct MetricCatalogueTests {
  @Test func errorsSayWhatToDo() throws {
    for (id, nearest) in [("dice", "dice-score"), ("houdsorff", "hausdorff")] {
      #expect(throws: MetricError.unknownMetric(id, nearest: nearest)) {
        try MetricCatalogue.standard.metric(id: id)
      }
    }
    #expect(
      throws: MetricError.unknownParameter("width", metric: "f-beta", known: ["beta"])
    ) {
      try MetricCatalogue.standard.metric(id: "f-beta", parameters: ["width": 1])
    }
    for (id, name, value) in [
      ("f-beta", "beta", 0), ("surface-dice", "tolerance", -1), ("component-f1", "iou", 1.5),
      ("calibration-error", "bins", 2.5), ("boundary-iou", "width", .nan),
    ] as [(String, String, Double)] {
      #expect(throws: MetricError.self, "\(id).\(name)") {
        try MetricCatalogue.standard.metric(id: id, parameters: [name: value])
      }
    }
    #expect(throws: MetricError.duplicateMetric("iou")) {
      try MetricCatalogue.standard.adding(MetricEntry(IntersectionOverUnion.self))
    }
  }

  @Test func masksOnDifferentGridsAreRefused() throws {
    func mask(_ shape: [Int], _ spacing: [Double]) throws -> Mask {
      let grid = try Grid(shape: shape, spacing: spacing)
      return try Mask([Bool](repeating: true, count: grid.count), on: grid)
    }
    let truth = try mask([2, 3], [1, 1])
    #expect(throws: GridError.gridsDiffer("prediction", [3, 2], "truth", [2, 3])) {
      try MetricSample(prediction: mask([3, 2], [1, 1]), truth: truth)
    }
    #expect(throws: GridError.spacingsDiffer("prediction", [1, 2], "truth", [1, 1])) {
      try MetricSample(prediction: mask([2, 3], [1, 2]), truth: truth)
    }
  }

  /// A metric of another program is an entry as well.
  @Test func entriesFromElsewhere() throws {
    struct Constant: Metric {
      let specification: MetricSpecification
      let constant: Double?
      func definedValue(_ sample: MetricSample) -> Double? { constant }
    }
    let specification = MetricSpecification(
      id: "theirs", name: "Theirs", direction: .lowerIsBetter, unit: .length, formula: "c",
      source: "theirs", edgeCases: "c = 0: undefined",
      parameters: [ParameterSpecification("c", default: 0, in: .atLeast(0), "c")])
    let catalogue = try MetricCatalogue.standard.adding(
      MetricEntry(specification: specification) { parameters in
        Constant(
          specification: specification, constant: parameters["c"] == 0 ? nil : parameters["c"])
      })
    let grid = try Grid(shape: [3, 4], spacing: [1, 1])
    let truth = try Mask((0..<12).map { $0 == 3 }, on: grid)
    let sample = try MetricSample(
      prediction: truth.replacing([Bool](repeating: false, count: 12)), truth: truth)
    let metric = try catalogue.metric(id: "theirs")
    #expect(try metric.value(sample, empty: .undefined) == nil)
    #expect(try metric.value(sample, empty: .penalise) == 5)
    #expect(try catalogue.metric(id: "theirs", parameters: ["c": 2]).value(sample) == 2)
  }

  @Test func directionsOrderValues() {
    #expect(
      MetricDirection.higherIsBetter.badness(of: 0.2)
        > MetricDirection.higherIsBetter.badness(of: 0.9))
    #expect(
      MetricDirection.lowerIsBetter.badness(of: 3) > MetricDirection.lowerIsBetter.badness(of: 1))
    #expect(
      MetricDirection.zeroIsBest.badness(of: -0.5) > MetricDirection.zeroIsBest.badness(of: 0.4))
  }

  /// The example of the article.
  @Test func exampleOfTheArticle() throws {
    let grid = try Grid(shape: [2, 4], spacing: [1.5, 0.7])
    let truth = try Mask([false, true, true, false, false, true, true, false], on: grid)
    let prediction = try Mask([false, true, true, true, false, true, true, true], on: grid)
    let sample = try MetricSample(prediction: prediction, truth: truth)
    #expect(try DiceScore().value(sample) == 0.8)
    #expect(try HausdorffDistance().value(sample) == 0.7)
    #expect(try SurfaceDice(["tolerance": 0.5]).value(sample) == 0.8)
  }
}
