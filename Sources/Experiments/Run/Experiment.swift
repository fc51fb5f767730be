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
      configuration: embedded(survey, elsewhere: elsewhere), scenes: scenes,
      impossible: survey.impossible, cautions: try Self.cautions(of: ours, about: survey.scenes),
      claims: try configuration.paths.flatMap { try claims(along: $0, scenes: scenes) },
      characters: explains
        ? try concurrentMap(count: ours.count, state: ()) {
          try LossCharacter(ours[$1].1, named: ours[$1].0.key)
        } : nil,
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
    // Of several runs the first alone is judged without a floor, too.
    let bare = explains && isFloored ? 1 : 0
    let runs = try configuration.paths.reduce(0) { total, id in
      let isRandom = try registries.paths.path(id: id).isRandom || predictor.isRandom
      return total + (isRandom ? configuration.repeats : 1) + bare
    }
    // Every class has a field of its own.
    let fields = configuration.classes.map { ($0.beside?.count ?? shapes - 1) + 2 } ?? 1
    let scenes = configuration.classes == nil ? shapes : configuration.sceneNames.count
    return RunEstimate(
      elements: shapes == 0 ? 0 : try configuration.grid.grid().count * fields,
      predictions: scenes * runs * (configuration.steps + 1),
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
    let steps = scene.lastStep + 1
    let judge = try SceneMetrics(scene)
    // One job a step and run: it makes the prediction once for all losses and metrics, in memory that
    // its thread keeps.
    let outcomes = try concurrentMap(
      count: scene.seeds.count * steps,
      state: (
        sample: try SceneSample(scene, seed: configuration.seed), maker: scene.predictionMaker()
      )
    ) { (state, job) throws -> StepOutcome in
      let (run, step) = job.quotientAndRemainder(dividingBy: steps)
      let hasBare = run == 0 && bare != nil
      try state.maker.setPrediction(
        of: &state.sample, step: step, run: run, keepsDistances: hasBare)
      var outcome = StepOutcome(
        values: try losses.map { try state.sample.value(of: $0.loss) },
        errors: state.sample.softErrors,
        judged: try errors(of: state.sample, by: metrics, judge))
      progress?.advance()
      if hasBare, let bare {
        try state.maker.repeatPrediction(of: &state.sample, step: step, run: run, with: bare)
        outcome.bareValues = try losses.map { try state.sample.value(of: $0.loss) }
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
    _ survey: SceneSurvey, elsewhere: [RecordedCurve]
  ) -> ExperimentConfiguration {
    var embedded = configuration
    embedded.objects = survey.objects
    embedded.classes?.beside = survey.beside
    embedded.output.folder = nil
    embedded.curves = []
    embedded.external = []
    embedded.losses.removeAll { loss in elsewhere.contains { $0.loss == loss.id } }
    embedded.recorded = elsewhere
    return embedded
  }

  /// The claims along a path; of several classes those of each that drifts, put in the place of the large
  /// object and of the small one.
  private func claims(along path: String, scenes: [SceneCurves]) throws -> [PathClaims] {
    let isNoisy =
      try predictor.isRandom || registries.paths.path(id: path).declaration.isNoisy
    let followed = scenes.filter { $0.path.id == path }
    func claims(_ large: SceneCurves?, _ small: SceneCurves?, of name: String?) -> PathClaims {
      let inputs = [large, small].map { $0?.curves.map(ClaimInput.init) }
      return PathClaims(
        path: path, object: name,
        claims: ClaimRules.evaluateEveryReading(
          large: inputs[0], small: inputs[1], isNoisy: isNoisy))
    }
    guard configuration.classes == nil else {
      return followed.map { claims($0, $0, of: $0.object.name) }
    }
    func scene(_ name: String) -> SceneCurves? { followed.first { $0.object.name == name } }
    return [claims(scene("large"), scene("small"), of: nil)]
  }
}

extension ClaimInput {
  fileprivate init(_ curve: Curve) {
    self.init(
      loss: curve.key, family: curve.family, monotonicity: curve.monotonicity, seeds: curve.seeds)
  }
}
