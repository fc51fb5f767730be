import Experiments
import Figures
import Losses
import Plot
import Testing

/// Figures of scenes of several classes.
@Suite struct ClassFigureTests {
  private static func result() throws -> ExperimentResult {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [48, 72]
    configuration.objects = [6.0, 4, 5].enumerated().map { index, radius in
      ObjectSpecification(name: "disc \(index)", shape: .disc(radius: radius))
    }
    configuration.classes = ClassesSpecification()
    configuration.paths = ["grow"]
    configuration.steps = 4
    configuration.losses = ["cross-entropy", "dice"].map { LossSelection($0) }
    configuration.metrics = [MetricSelection("dice-score")]
    return try Experiment(configuration, registries: .standard).run()
  }

  /// Rows of losses below rows of metrics are headed as what they are.
  @Test func rowsOfLossesAndMetricsHaveHeadingsOfTheirOwn() throws {
    let figure = try FigureComposition(Self.result()).figure(.scaled)
    let metrics = "Metrics, as 1 − score or as a distance"
    #expect(figure.rowHeadings == ["Losses", metrics, "Losses", metrics])
    #expect(figure.panels.map(\.count) == [2, 2, 2, 2])
  }

  /// Strips show the class of every pixel in truth and prediction, by name.
  @Test func stripsAreInTheColoursOfTheClasses() throws {
    let result = try Self.result()
    #expect(result.scenes.count == 4)
    for curves in result.scenes {
      let strip = StripComposition(curves.scene).strip()
      #expect(strip.classNames == ["disc 0", "disc 1", "disc 2"])
      let first = try #require(strip.cells.first?.labels)
      #expect(first.truth == first.prediction && Set(first.truth) == [0, 1, 2, 3])
      let last = try #require(strip.cells.last?.labels)
      #expect(last.truth == first.truth && last.prediction != last.truth)
    }
  }
}
