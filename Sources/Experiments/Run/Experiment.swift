import Documents
import Losses

/// Runs a configuration: shapes, truths, paths, predictions, losses, curves, monotonicity, claims.
public struct Experiment: Sendable {
  private let configuration: ExperimentConfiguration
  private let registries: Registries

  /// Prepares an experiment.
  ///
  /// - Parameters:
  ///   - configuration: what to compute.
  ///   - registries: the losses and paths that the configuration may name.
  /// - Throws: ``ConfigurationError``, ``GridError``, ``PathError`` or ``LossError`` when the
  ///   configuration makes no sense.
  public init(_ configuration: ExperimentConfiguration, registries: Registries) throws {
    try configuration.validate(for: registries)
    self.configuration = configuration
    self.registries = registries
  }

  /// Computes everything.
  ///
  /// - Throws: ``PathError``, ``FileError``, ``ObjectError``, ``RecordedCurveError`` and whatever a
  ///   loss throws. What goes wrong with the losses of other processes is part of the result.
  public func run() throws -> ExperimentResult {
    let (objects, resolved) = try resolvedObjects()
    let drifts = try drifts(of: objects)
    let recorded = try RecordedCurves(configuration)
    try recorded.requireUse(by: drifts, steps: configuration.steps)
    let external = ExternalCurves(configuration.external, along: drifts, confidence: confidence)
    let elsewhere = recorded.curves + external.curves
    let scenes = try drifts.map { drift in
      let curves = try catalogueCurves(for: drift)
      return Scene(
        drift, curves: curves + elsewhere.filter { $0.belongs(to: drift) }.map(curve(from:)))
    }
    return ExperimentResult(
      configuration: embedded(objects: resolved, elsewhere: elsewhere), scenes: scenes,
      claims: configuration.paths.map { claims(along: $0, scenes: scenes) },
      failures: external.failures)
  }

  /// The objects along the paths, path by path, before any loss is evaluated.
  ///
  /// - Throws: ``PathError``, ``FileError``, ``ObjectError``.
  public func drifts() throws -> [Drift] {
    try drifts(of: resolvedObjects().objects)
  }

  /// How predictions are made of masks.
  public var confidence: Confidence {
    Confidence(foreground: configuration.confidence, blur: configuration.blur)
  }

  private func resolvedObjects() throws -> (objects: [NamedObject], [ObjectSpecification]) {
    let resolved = try concurrentMap(count: configuration.objects.count, state: ()) {
      try configuration.objects[$1].resolved(on: configuration.grid)
    }
    return (resolved.map(\.0), resolved.map(\.1))
  }

  private func drifts(of objects: [NamedObject]) throws -> [Drift] {
    let paths = try configuration.paths.map { try registries.paths.path(id: $0) }
    return try concurrentMap(count: paths.count * objects.count, state: ()) { _, number in
      let (path, object) = (paths[number / objects.count], objects[number % objects.count])
      let repeats = path.isRandom ? configuration.repeats : 1
      let traces = try (0..<repeats).map { index in
        try path.trace(
          of: object, steps: configuration.steps, seed: configuration.seed &+ UInt64(index))
      }
      return Drift(object: object, path: path, traces: traces)
    }
  }
}

// MARK: - Curves

extension Experiment {
  /// One curve for each setting of each loss of the configuration.
  private func catalogueCurves(for drift: Drift) throws -> [Curve] {
    let settings = configuration.losses.flatMap(\.settings)
    let losses = try settings.map {
      try registries.losses.loss(id: $0.id, parameters: $0.parameters)
    }
    let truth = ProbabilityMap(drift.object.mask)
    let steps = configuration.steps + 1
    // What losses derive from the truth is made once for all steps and seeds.
    let scene = try Sample(
      prediction: truth, truth: truth, seed: configuration.seed, servesManyPredictions: true)
    // One job a step and seed: it makes the prediction once for all losses, in memory that its
    // thread keeps.
    let values = try concurrentMap(count: drift.traces.count * steps, state: scene) {
      sample, job in
      let mask = drift.traces[job / steps].steps[job % steps].mask
      try confidence.setPrediction(of: &sample, to: mask)
      return try losses.map { try $0.value(sample) }
    }
    return try settings.indices.map { index in
      let type = try registries.losses.entry(id: settings[index].id).specification
      return Curve(
        key: settings[index].key, label: settings[index].label(name: type.name), loss: type.id,
        family: type.family,
        runs: drift.traces.indices.map { trace in
          (0..<steps).map { values[trace * steps + $0][index] }
        },
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
    embedded.recorded = elsewhere
    return embedded
  }

  private func claims(along path: String, scenes: [Scene]) -> PathClaims {
    func inputs(_ name: String) -> [ClaimInput]? {
      scenes.first { $0.path.id == path && $0.object.name == name }?.curves.map {
        ClaimInput(loss: $0.key, family: $0.family, monotonicity: $0.monotonicity)
      }
    }
    return PathClaims(
      path: path, claims: ClaimRules.evaluate(large: inputs("large"), small: inputs("small")))
  }
}
