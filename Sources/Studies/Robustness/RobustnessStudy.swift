import Experiments
import LongRuns
import Losses

/// The curves from which claims are judged under many protocols: one cell for each set of predictions,
/// which holds the curves for every smoothing and reduction.
public struct RobustnessStudy: Study {
  public static let kind = "robustness"
  public static let question =
    "Judges the claims under many protocols: how far do they depend on it?"
  public static let details = """
    Every path with every probability model; grid, reach and ratio of sizes one at a time; each with \
    every reduction, smoothing, tolerance and reading. The first of each list is the protocol beside \
    which the others are tried. Writes robustness.md, .json and .csv and the figures robustness.* and \
    robustness-paths.*.
    """

  /// What is varied.
  public let configuration: RobustnessConfiguration
  private let registries: Registries
  private let scenes: [RobustnessScene]

  /// Prepares the computation.
  ///
  /// - Throws: what is wrong with one of the protocols.
  public init(_ configuration: RobustnessConfiguration, registries: Registries) throws {
    var configuration = configuration.withoutOutput
    if configuration.experiment.paths.isEmpty {
      configuration.experiment.paths = registries.paths.ids
    }
    configuration.experiment = try configuration.experiment.selfContained()
    try configuration.validate(for: registries)
    self.configuration = configuration
    self.registries = try registries.adding(configuration.experiment.external)
    scenes = configuration.scenes
  }

  public func result(_ outcomes: [RobustnessCell]) -> Robustness { Robustness(self, outcomes) }

  public func cautions() throws -> [String] {
    try configuration.experiment.cautions(in: registries)
  }

  public var cellCount: Int { scenes.count }

  public func outcome(ofCell index: Int) throws -> RobustnessCell {
    let scene = scenes[index]
    let predictor = try registries.probabilities.predictor(scene.probabilities)
    let path = try registries.paths.path(id: scene.path)
    return RobustnessCell(
      scene: scene, isNoisy: predictor.isRandom || path.declaration.isNoisy,
      objects: try configuration.objects(scene).map { try outcome(of: $0, scene) })
  }

  /// The curves of one object, or why it is not possible.
  private func outcome(
    of object: ObjectSpecification, _ scene: RobustnessScene
  ) throws -> RobustnessCell.Object {
    var single = configuration.experiment
    single.objects = [object]
    single.paths = [scene.path]
    single.probabilities = scene.probabilities
    single.grid = GridSpecification(scene.grid)
    single.reach = scene.reach
    do {
      let scenes = try Experiment(single, registries: registries).scenes().possible
      return RobustnessCell.Object(
        name: object.name, obstacle: nil, curves: try scenes.flatMap { try curves(along: $0) })
    } catch let error as PathError {
      return RobustnessCell.Object(name: object.name, obstacle: "\(error)", curves: [])
    } catch let error as ObjectError {
      return RobustnessCell.Object(name: object.name, obstacle: "\(error)", curves: [])
    }
  }
}

// MARK: - Curves

extension RobustnessStudy {
  /// The curves of every loss with every smoothing and reduction, all from the same predictions.
  private func curves(along scene: Scene) throws -> [RobustnessCell.Curve] {
    var varied = configuration.experiment
    varied.losses = try configuration.smoothedLosses(in: registries.losses)
    let judges = try varied.settings.map { setting in
      (setting, try registries.losses.loss(id: setting.id, parameters: setting.parameters))
    }
    let truth = ProbabilityMap(scene.object.mask)
    var background = try Sample(
      prediction: truth.complement, truth: truth.complement, seed: varied.seed,
      servesManyPredictions: true)
    let needsBackground = configuration.reductions.contains(.classes)
    // What a loss says of the object, and of the background where it can be asked.
    let runs = try scene.mapPredictions(seed: varied.seed) { sample -> [(Double, Double?)] in
      if needsBackground { background.setPrediction(toComplementOf: sample.object.prediction) }
      return try judges.map { _, loss in
        let value = try sample.value(of: loss)
        guard needsBackground else { return (value, nil) }
        do {
          return (value, try loss.value(background))
        } catch is LossError {
          return (value, nil)
        }
      }
    }
    for case let process as ProcessLoss in judges.map(\.1) { try process.finish() }
    return try configuration.reductions.flatMap { reduction in
      try judges.enumerated().compactMap { index, judge -> RobustnessCell.Curve? in
        let values = runs.map { steps in
          steps.compactMap { reduction.value(of: $0[index].0, background: $0[index].1) }
        }
        // A loss that says nothing of the background has no mean with it.
        guard values.allSatisfy({ $0.count == scene.lastStep + 1 }) else { return nil }
        return RobustnessCell.Curve(
          judge.0, variesSmoothing: configuration.variesSmoothing(of: judge.0.id),
          family: try registries.losses.entry(id: judge.0.id).specification.family,
          reduction: reduction, runs: values)
      }
    }
  }
}

extension RobustnessConfiguration.Reduction {
  /// The reduced value; none where the background is needed and has none.
  fileprivate func value(of object: Double, background: Double?) -> Double? {
    switch self {
    case .object: object
    case .classes: background.map { (object + $0) / 2 }
    }
  }
}

extension ProbabilityMap {
  /// 1 − p.
  fileprivate var complement: ProbabilityMap {
    var complement = self
    complement.update { values in
      for index in values.indices { values[index] = 1 - values[index] }
    }
    return complement
  }
}

extension Sample {
  /// Makes the prediction 1 − p, in the memory in which it is.
  fileprivate mutating func setPrediction(toComplementOf map: ProbabilityMap) {
    map.values.withUnsafeBufferPointer { values in
      updatePrediction { result in
        for index in result.indices { result[index] = 1 - values[index] }
      }
    }
  }
}

extension RobustnessStudy {
  public func accepts(_ cell: RobustnessCell, ofCell index: Int) -> Bool {
    cell.scene == scenes[index]
      && cell.objects.map(\.name) == configuration.objects(scenes[index]).map(\.name)
      && cell.objects.allSatisfy { object in
        (object.obstacle == nil) == !object.curves.isEmpty
          && object.curves.joinedRuns.allSatisfy {
            $0.count == configuration.experiment.steps + 1
          }
      }
  }
}

extension [RobustnessCell.Curve] {
  fileprivate var joinedRuns: [[Double]] { flatMap(\.runs) }
}
