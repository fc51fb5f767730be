import Algorithms
import Documents
import Losses
import Metrics

/// Runs a configuration: shapes, truths, paths, predictions, losses, curves, monotonicity, claims.
public struct Experiment: Sendable {
  let configuration: ExperimentConfiguration
  let registries: Registries
  /// How predictions are made of objects.
  public let predictor: Predictor

  /// Prepares an experiment.
  ///
  /// - Parameters:
  ///   - configuration: what to compute.
  ///   - registries: the losses and paths that the configuration may name.
  /// - Throws: ``ConfigurationError``, `GridError`, ``PathError`` or `LossError` when the
  ///   configuration makes no sense.
  public init(_ configuration: ExperimentConfiguration, registries: Registries) throws {
    try configuration.validate(for: registries)
    self.configuration = configuration
    self.registries = try registries.adding(configuration.external)
    predictor = try registries.probabilities.predictor(configuration.probabilities)
  }

  /// Computes everything.
  ///
  /// - Parameters:
  ///   - progress: who is told how far it has come.
  ///   - explains: whether to find out, too, what each loss looks at, and what the floor of the
  ///     background decides, for which the first run of every curve is computed once more.
  ///   - limits: what it may take; nothing is computed where it would take more.
  /// - Throws: ``RunLimitError``, `FileError`, ``RecordedCurveError`` and whatever a loss throws; ``PathError`` or
  ///   ``ObjectError`` when no object is possible along any path. What else is not possible, and what
  ///   goes wrong with the losses of other processes, is part of the result.
  public func run(
    progress: (any ExperimentProgress)? = nil, explains: Bool = false, limits: RunLimits? = nil
  ) throws -> ExperimentResult {
    try limits?.require(estimate(explains: explains))
    let survey = try SceneSurvey(configuration, registries, limits: limits)
    let recorded = try RecordedCurves(configuration, for: survey)
    let losses = try configuration.settings.map { setting in
      (setting, try registries.losses.loss(id: setting.id, parameters: setting.parameters))
    }
    let external = try ExternalCurves(
      losses.compactMap { $0.1 as? ProcessLoss }, along: survey.scenes)
    let elsewhere = recorded.curves + external.curves
    let ours = losses.filter { !($0.1 is ProcessLoss) }
    let bare =
      explains
      ? try registries.probabilities.withoutFloor(configuration.probabilities).map {
        try registries.probabilities.predictor($0)
      } : nil
    progress?.begin(
      predictions: survey.scenes.reduce(0) {
        $0 + ($1.seeds.count + (bare == nil ? 0 : 1)) * ($1.lastStep + 1)
      })
    defer { progress?.end() }
    let metrics = try configuration.metrics.map { try $0.metric(in: registries.metrics) }
    let scenes = try survey.scenes.map { scene in
      try sceneCurves(
        of: ours, metrics, and: elsewhere.filter { $0.belongs(to: scene) }, along: scene,
        withoutFloor: bare, progress)
    }
    return ExperimentResult(
      configuration: embedded(objects: survey.objects, elsewhere: elsewhere), scenes: scenes,
      impossible: survey.impossible, cautions: try Self.cautions(of: ours, about: survey.scenes),
      claims: try configuration.paths.map { try claims(along: $0, scenes: scenes) },
      characters: explains
        ? try ours.map { try LossCharacter($0.1, named: $0.0.key) } : nil,
      failures: external.failures)
  }

  /// What settings of losses cannot see of the objects, each object once.
  private static func cautions(
    of losses: [(setting: LossSetting, loss: any Loss)], about scenes: [Scene]
  ) throws -> [String] {
    try cautions(of: losses, about: scenes.map(\.object))
  }

  /// The objects along the paths, path by path, and what is not possible, before any loss is
  /// evaluated.
  ///
  /// - Parameter limits: what they may take.
  /// - Throws: ``RunLimitError``, `FileError`; ``PathError`` or ``ObjectError`` when nothing is possible.
  public func scenes(
    limits: RunLimits? = nil
  ) throws -> (possible: [Scene], impossible: [ImpossibleScene]) {
    let survey = try SceneSurvey(configuration, registries, limits: limits)
    return (survey.scenes, survey.impossible)
  }

  /// What the objects with a shape take; the grids of files are known once these have been read.
  private func estimate(explains: Bool) throws -> RunEstimate {
    let shapes = configuration.objects.count { $0.shape != nil }
    let isFloored = try registries.probabilities.withoutFloor(configuration.probabilities) != nil
    let runs = try configuration.paths.reduce(0) { total, id in
      let isRandom = try registries.paths.path(id: id).isRandom || predictor.isRandom
      return total + (isRandom ? configuration.repeats : 1)
    }
    return RunEstimate(
      elements: shapes == 0 ? 0 : try configuration.grid.grid().count,
      predictions: shapes * runs * (configuration.steps + 1) * (explains && isFloored ? 2 : 1),
      evaluations: configuration.settings.count + configuration.metrics.count)
  }
}

// MARK: - Curves

extension Experiment {
  /// One curve for each loss, those computed elsewhere last, and one for each metric.
  ///
  /// - Parameter bare: the predictor without a floor, with which the first run is judged, too, to find
  ///   what the floor decides.
  private func sceneCurves(
    of losses: [(setting: LossSetting, loss: any Loss)], _ metrics: [any Metric],
    and elsewhere: [RecordedCurve], along scene: Scene, withoutFloor bare: Predictor?,
    _ progress: (any ExperimentProgress)?
  ) throws -> SceneCurves {
    let truth = ProbabilityMap(scene.object.mask)
    let steps = scene.lastStep + 1
    // What losses derive from the truth is made once for all steps and runs.
    let sample = try Sample(
      prediction: truth, truth: truth, seed: configuration.seed, servesManyPredictions: true)
    let pair = try MetricSample(prediction: truth, truth: truth)
    // One job a step and run: it makes the prediction once for all losses and metrics, in memory that
    // its thread keeps.
    let outcomes = try concurrentMap(
      count: scene.seeds.count * steps,
      state: (sample: sample, maker: scene.predictionMaker())
    ) { (state, job) throws -> StepOutcome in
      let (run, step) = job.quotientAndRemainder(dividingBy: steps)
      let hasBare = run == 0 && bare != nil
      state.maker.setPrediction(of: &state.sample, step: step, run: run, keepsDistances: hasBare)
      var outcome = StepOutcome(
        values: try losses.map { try $0.loss.value(state.sample) },
        errors: SoftErrors(state.sample.prediction, truth: state.sample.truth),
        judged: try errors(of: state.sample.prediction, by: metrics, beside: pair))
      progress?.advance()
      if hasBare, let bare {
        state.maker.repeatPrediction(of: &state.sample, step: step, run: run, with: bare)
        outcome.bareValues = try losses.map { try $0.loss.value(state.sample) }
        progress?.advance()
      }
      return outcome
    }
    func values<Value>(_ value: (Int) -> Value) -> [[Value]] {
      scene.seeds.indices.map { run in (0..<steps).map { value(run * steps + $0) } }
    }
    let judged = metricCurves(of: metrics, values { outcomes[$0].judged })
    let ofAll = try curves(of: losses) { index in values { outcomes[$0].values[index] } }
    var all = SceneCurves(
      scene: scene, curves: ofAll + elsewhere.map(curve(from:)),
      softErrors: zip(
        columnMeans(values { outcomes[$0].errors.falsePositives }),
        columnMeans(values { outcomes[$0].errors.falseNegatives })
      ).map { SoftErrors(falsePositives: $0, falseNegatives: $1) }, metrics: judged.curves,
      undefined: judged.undefined)
    if bare != nil {
      let first =
        scene.seeds.count == 1
        ? ofAll
        : try curves(of: losses) { index in [(0..<steps).map { outcomes[$0].values[index] }] }
      let others = try curves(of: losses) { index in
        [(0..<steps).map { outcomes[$0].bareValues[index] }]
      }
      all.floorFindings = zip(first, others).compactMap { FloorFinding($0, without: $1) }
      all.floorOrder = FloorOrder(first, without: others)
    }
    return all
  }

  /// What is made of the prediction of one step in one run.
  private struct StepOutcome {
    /// Of each loss.
    let values: [Double]
    /// FP and FN as soft sums.
    let errors: SoftErrors
    /// Of each metric.
    let judged: [Double?]
    /// Of each loss, of the prediction without a floor, where that is judged, too.
    var bareValues: [Double] = []
  }

  private func curves(
    of losses: [(setting: LossSetting, loss: any Loss)], _ runs: (Int) -> [[Double]]
  ) throws -> [Curve] {
    try losses.enumerated().map { index, loss in
      let specification = try registries.losses.entry(id: loss.setting.id).specification
      return Curve(
        key: loss.setting.key, label: loss.setting.label(name: specification.name),
        loss: specification.id, family: specification.family, runs: runs(index),
        tolerance: configuration.tolerance)
    }
  }

  private func curve(from recorded: RecordedCurve) -> Curve {
    Curve(
      key: recorded.loss, label: recorded.loss, loss: nil, family: nil, runs: recorded.runs,
      tolerance: configuration.tolerance)
  }
}

// MARK: - What goes into the outputs

extension Experiment {
  /// The configuration from which alone everything can be computed again.
  private func embedded(
    objects: [ObjectSpecification], elsewhere: [RecordedCurve]
  ) -> ExperimentConfiguration {
    var embedded = configuration
    embedded.objects = objects
    embedded.output.folder = nil
    embedded.curves = []
    embedded.external = []
    embedded.losses.removeAll { loss in elsewhere.contains { $0.loss == loss.id } }
    embedded.recorded = elsewhere
    return embedded
  }

  private func claims(along path: String, scenes: [SceneCurves]) throws -> PathClaims {
    func inputs(_ name: String) -> [ClaimInput]? {
      scenes.first { $0.path.id == path && $0.object.name == name }?.curves.map {
        ClaimInput(
          loss: $0.key, family: $0.family, monotonicity: $0.monotonicity, seeds: $0.seeds)
      }
    }
    return PathClaims(
      path: path,
      claims: ClaimRules.evaluateEveryReading(
        large: inputs("large"), small: inputs("small"),
        isNoisy: try predictor.isRandom
          || registries.paths.path(id: path).declaration.isNoisy))
  }
}
