import LongRuns
import Experiments
import Losses

/// The gradient of losses along error paths: one cell for each path, object and setting of a loss.
public struct GradientStudy: Study {
  public static let kind = "gradients"
  public static let question =
    "Follows the gradients: where a value stalls, do they vanish, and point to the truth?"
  public static let details = "Writes gradients.md, .json and .csv and the figure gradients.*."

  /// The experiment along whose curves the gradients are taken.
  public let configuration: ExperimentConfiguration

  private let registries: Registries
  private let settings: [LossSetting]

  /// Prepares the computation.
  ///
  /// - Throws: what is wrong with the configuration or with a file of an object.
  public init(_ configuration: ExperimentConfiguration, registries: Registries) throws {
    try configuration.validate(for: registries)
    self.configuration = try configuration.selfContained().withoutOutput
    self.registries = try registries.adding(configuration.external)
    try self.registries.requireGradients(of: configuration.external)
    settings = configuration.settings
  }

  public func result(_ outcomes: [GradientCurve]) -> Gradients { Gradients(self, outcomes) }

  public func cautions() throws -> [String] { try configuration.cautions(in: registries) }

  public var cellCount: Int {
    configuration.paths.count * configuration.sceneNames.count * settings.count
  }

  public func outcome(ofCell index: Int) throws -> GradientCurve {
    let setting = settings[index % settings.count]
    let (path, scene) = (index / settings.count)
      .quotientAndRemainder(dividingBy: configuration.sceneNames.count)
    let single = configuration.single(scene: scene, along: configuration.paths[path])
    let experiment = try Experiment(single, registries: registries)
    let made = try experiment.scenes().possible[0]
    let entry = try registries.losses.entry(id: setting.id)
    let loss = try entry.loss(setting.parameters)
    let runs = try made.mapPredictions(seed: configuration.seed) {
      try GradientState(loss: loss, sample: $0)
    }
    return GradientCurve(
      setting, of: entry.specification, along: made, runs: runs, tolerance: configuration.tolerance
    )
  }
}

extension GradientStudy {
  public func accepts(_ curve: GradientCurve, ofCell index: Int) -> Bool {
    let names = configuration.sceneNames
    let (path, scene) = (index / settings.count).quotientAndRemainder(dividingBy: names.count)
    let steps = configuration.steps + 1
    return curve.loss == settings[index % settings.count].key
      && curve.object == names[scene] && curve.path == configuration.paths[path]
      && curve.values.count == steps
      && [curve.probabilities, curve.logits].allSatisfy {
        $0.norms.count == steps && $0.cosines.count == steps
      }
      && curve.stalledSteps
        == MonotonicityReport(curve.values, tolerance: configuration.tolerance).violations
  }
}
