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
    self.configuration = try configuration.selfContained(needsValuesOnly: false).withoutOutput
    self.registries = registries
    settings = configuration.losses.flatMap(\.settings)
  }

  public func result(_ outcomes: [GradientCurve]) -> Gradients { Gradients(self, outcomes) }

  public var cellCount: Int {
    configuration.paths.count * configuration.objects.count * settings.count
  }

  public func outcome(ofCell index: Int) throws -> GradientCurve {
    let setting = settings[index % settings.count]
    let number = index / settings.count
    var single = configuration
    single.objects = [configuration.objects[number % configuration.objects.count]]
    single.paths = [configuration.paths[number / configuration.objects.count]]
    let experiment = try Experiment(single, registries: registries)
    let scene = try experiment.scenes().possible[0]
    let entry = try registries.losses.entry(id: setting.id)
    let loss = try entry.loss(setting.parameters)
    let runs = try scene.mapPredictions(seed: configuration.seed) {
      try GradientState(loss: loss, sample: $0)
    }
    return GradientCurve(
      setting, of: entry.specification, along: scene, runs: runs, tolerance: configuration.tolerance
    )
  }
}

extension GradientStudy {
  public func accepts(_ curve: GradientCurve, ofCell index: Int) -> Bool {
    let number = index / settings.count
    let steps = configuration.steps + 1
    return curve.loss == settings[index % settings.count].key
      && curve.object == configuration.objects[number % configuration.objects.count].name
      && curve.path == configuration.paths[number / configuration.objects.count]
      && [curve.values.count, curve.norms.count, curve.cosines.count] == [steps, steps, steps]
      && curve.stalledSteps
        == MonotonicityReport(curve.values, tolerance: configuration.tolerance).violations
  }
}

/// The gradient at one prediction.
package struct GradientState {
  /// L(p).
  package let value: Double
  /// ‖∂L/∂p‖, the Euclidean norm over all elements.
  package let norm: Double
  /// The cosine between −∂L/∂p and g − p; none where one of them is zero.
  package let cosine: Double?

  package init(loss: any Loss, sample: Sample) throws {
    value = try loss.value(sample)
    var (gradientSquare, errorSquare, product) = (0.0, 0.0, 0.0)
    let gradient = try loss.gradient(sample).values
    // Scaled by the largest entry, so that squares of tiny gradients do not vanish.
    let scale = gradient.reduce(0) { max($0, abs($1)) }
    for (slope, (prediction, truth)) in zip(
      gradient, zip(sample.prediction.values, sample.truth.values))
    {
      let slope = scale > 0 ? slope / scale : 0
      let error = truth - prediction
      gradientSquare += slope * slope
      errorSquare += error * error
      product -= slope * error
    }
    norm = gradientSquare.squareRoot() * scale
    let lengths = gradientSquare.squareRoot() * errorSquare.squareRoot()
    cosine = lengths > 0 ? min(max(product / lengths, -1), 1) : nil
  }
}
