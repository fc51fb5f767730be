import Losses

/// Which objects of an experiment are possible along which of its paths, before any loss is evaluated.
struct SceneSurvey {
  /// Each object along each path that is possible, path by path.
  private(set) var scenes: [Scene] = []
  /// The others.
  private(set) var impossible: [ImpossibleScene] = []
  /// The objects as they are embedded in the outputs, without files.
  private(set) var objects: [ObjectSpecification] = []
  /// Those beside which each stands, likewise.
  private(set) var beside: [ObjectSpecification]?

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
    let paths = try configuration.paths.map { try registries.paths.path(id: $0) }
    if let classes = configuration.classes {
      // A class that is not there leaves no scene; an object beside others leaves those of the others.
      if let firstError, classes.beside == nil || possible.isEmpty { throw firstError }
      try addClasses(possible, configuration, along: paths, seeds: seeds, predictor)
      return
    }
    for path in paths {
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

// MARK: - Several classes

extension SceneSurvey {
  /// Adds the scenes of objects that are classes.
  private mutating func addClasses(
    _ objects: [NamedObject], _ configuration: ExperimentConfiguration,
    along paths: [any ErrorPath], seeds: [UInt64], _ predictor: Predictor
  ) throws {
    guard let classes = configuration.classes else { return }
    let beside = try classes.beside?.map { try $0.resolved(on: configuration.grid) }
    self.beside = beside?.map(\.specification)
    let neighbours = try (beside ?? []).map { try $0.object.get() }
    let groups = beside == nil ? [objects] : objects.map { [$0] }
    let truths = try groups.map { group in
      let specifications = configuration.objects.filter { specification in
        group.contains { $0.name == specification.name }
      }
      return try SceneClasses(
        Self.arranged(group + neighbours, by: specifications + (classes.beside ?? [])),
        classes.classReduction)
    }
    var firstError: (any Error)?
    for path in paths {
      for truth in truths {
        let error = addScenes(
          of: beside == nil ? configuration.sceneNames : [truth.objects[0].name], among: truth,
          along: path.reaching(configuration.reach), steps: configuration.steps, seeds: seeds,
          predictor)
        firstError = firstError ?? error
      }
    }
    if scenes.isEmpty, let firstError { throw firstError }
  }

  /// Adds the scenes of each class that drifts by itself, and of all together, as far as they are wanted.
  ///
  /// - Parameter wanted: their names.
  /// - Returns: what is in the way of the first that is not possible.
  private mutating func addScenes(
    of wanted: [String], among classes: SceneClasses, along path: any ErrorPath, steps: Int,
    seeds: [UInt64], _ predictor: Predictor
  ) -> (any Error)? {
    var firstError: (any Error)?
    var alone: [(number: Int, scene: Scene)] = []
    func tryToAdd(_ name: String, _ make: () throws -> Scene?) {
      do {
        if let scene = try make() { scenes.append(scene) }
      } catch {
        impossible.append(ImpossibleScene(object: name, path: path.id, reason: "\(error)"))
        firstError = firstError ?? error
      }
    }
    let needsAll = wanted.contains(ExperimentConfiguration.everyClass)
    for (index, object) in classes.objects.enumerated()
    where needsAll || wanted.contains(object.name) {
      tryToAdd(object.name) {
        let scene = try Scene(
          object, along: path, steps: steps, seeds: seeds, predictor: predictor)
        alone.append((index + 1, scene))
        guard wanted.contains(object.name) else { return nil }
        return try Scene([(index + 1, scene)], of: classes, predictor: predictor)
      }
    }
    if needsAll {
      let all = ExperimentConfiguration.everyClass
      if alone.count == classes.objects.count {
        tryToAdd(all) { try Scene(alone, of: classes, predictor: predictor) }
      } else {
        impossible.append(
          ImpossibleScene(
            object: all, path: path.id, reason: "some of the classes cannot follow the path"))
      }
    }
    return firstError
  }

  /// Objects with a shape and no place of their own in a row along the last axis, at the centre of the
  /// grid and so many elements apart.
  private static func arranged(
    _ objects: [NamedObject], by specifications: [ObjectSpecification]
  ) throws -> [NamedObject] {
    let inRow = objects.indices.filter {
      specifications[$0].shape != nil && specifications[$0].centre == nil
        && !objects[$0].mask.isEmpty
    }
    guard objects.count > 1, !inRow.isEmpty else { return objects }
    let ranges = inRow.map { objects[$0].mask.columnRange }
    let grid = objects[inRow[0]].mask.grid
    let length = ranges.reduce(gapInRow * (ranges.count - 1)) { $0 + $1.count }
    var start = ((grid.shape.last ?? 1) - length) / 2
    var arranged = objects
    for (index, range) in zip(inRow, ranges) {
      var offset = [Int](repeating: 0, count: grid.rank)
      offset[grid.rank - 1] = start - range.lowerBound
      let object = objects[index]
      guard let mask = object.mask.shifted(by: offset) else {
        throw ObjectError.doesNotFit(object.name, shape: grid.shape)
      }
      arranged[index] = try NamedObject(name: object.name, mask: mask)
      start += range.count + gapInRow
    }
    return arranged
  }

  /// Elements between neighbours of a row, so that their outlines are apart and one soon reaches the other.
  private static let gapInRow = 2
}
