import Losses

/// Which objects of an experiment are possible along which of its paths, before any loss is evaluated.
struct SceneSurvey {
  /// Each object along each path that is possible, path by path.
  private(set) var scenes: [Scene] = []
  /// The others.
  private(set) var impossible: [ImpossibleScene] = []
  /// The objects as they are embedded in the outputs, without files.
  private(set) var objects: [ObjectSpecification] = []

  /// Makes every scene of an experiment.
  ///
  /// - Throws: ``RunLimitError``; `FileError` and whatever makes no sense of the configuration; ``PathError`` or
  ///   ``ObjectError`` when nothing is possible.
  init(
    _ configuration: ExperimentConfiguration, _ registries: Registries, limits: RunLimits? = nil
  ) throws {
    if configuration.objects.contains(where: { $0.shape != nil }) {
      try limits?.require(RunEstimate(elements: try configuration.grid.grid().count))
    }
    let resolved = try concurrentMap(count: configuration.objects.count, state: ()) {
      try configuration.objects[$1].resolved(on: configuration.grid)
    }
    objects = resolved.map(\.specification)
    var firstError: (any Error)?
    for case (.failure(let error), let object) in resolved {
      impossible.append(ImpossibleScene(object: object.name, path: nil, reason: "\(error)"))
      firstError = firstError ?? error
    }
    let possible = resolved.compactMap { try? $0.object.get() }
    // Files bring grids of their own.
    try limits?.require(
      RunEstimate(elements: possible.map(\.mask.grid.count).max() ?? 0))
    let predictor = try registries.probabilities.predictor(configuration.probabilities)
    let seeds = (0..<configuration.repeats).map { configuration.seed &+ UInt64($0) }
    for path in try configuration.paths.map({ try registries.paths.path(id: $0) }) {
      for object in possible {
        do throws(PathError) {
          scenes.append(
            try Scene(
              object, along: path.reaching(configuration.reach), steps: configuration.steps,
              seeds: seeds, predictor: predictor))
        } catch {
          impossible.append(
            ImpossibleScene(object: object.name, path: path.id, reason: "\(error)"))
          firstError = firstError ?? error
        }
      }
    }
    if scenes.isEmpty, let firstError { throw firstError }
  }
}
