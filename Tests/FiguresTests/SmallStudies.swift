import Experiments
import Figures
import Losses
import Plot
import Studies

/// An experiment and every study, small enough for a test.
enum SmallStudies {
  static func experiment(name: String = "small") -> ExperimentConfiguration {
    var configuration = ExperimentConfiguration()
    configuration.grid.shape = [32, 32]
    configuration.steps = 3
    configuration.paths = ["shift"]
    configuration.losses = [LossSelection("dice"), LossSelection("focal")]
    configuration.objects = [ObjectSpecification(name: name, shape: .disc(radius: 4))]
    return configuration
  }

  /// The figures of every study, by file name.
  static func figures(_ output: OutputSpecification) throws -> [(name: String, figure: Figure)] {
    var landscape = experiment()
    landscape.objects = .discs(from: 1, to: 6, count: 3)
    landscape.paths = ["shift", "speckle"]
    landscape.repeats = 2
    var robustness = RobustnessConfiguration()
    robustness.grids = [[64, 64]]
    robustness.experiment.paths = ["slide", "shift"]
    (robustness.reaches, robustness.ratios) = ([0.95], [12])
    robustness.probabilities = [.standard, .twoValued(0.9)]
    robustness.tolerances = [1e-3]
    robustness.experiment.losses = [LossSelection("dice"), LossSelection("combo")]
    var descent = DescentConfiguration()
    descent.losses = [LossSelection("dice")]
    descent.problems = [.logits]
    (descent.iterations, descent.seeds, descent.extent) = (3, 2, 16)
    descent.objects = [DescentObject(name: "small", radius: 3)]
    return try figures(LandscapeStudy.self, landscape, output)
      + figures(RobustnessStudy.self, robustness, output)
      + figures(GradientStudy.self, experiment(), output)
      + figures(DescentStudy.self, descent, output)
  }

  private static func figures<S: DrawnStudy>(
    _ type: S.Type, _ configuration: S.Configuration, _ output: OutputSpecification
  ) throws -> [(name: String, figure: Figure)] {
    let study = try S(configuration, registries: .standard)
    let result = try study.result((0..<study.cellCount).map(study.outcome))
    return S.figures(of: result, style: try FigureStyle(output, configuration: configuration))
  }
}
